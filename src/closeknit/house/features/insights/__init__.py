"""Insights (判斷): histories are uploaded, examined in the background, and read as pages; remedies become deeds."""
