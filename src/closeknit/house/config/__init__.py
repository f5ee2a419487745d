"""Settings, addresses and the server: what joins the house's parts into one running program."""
