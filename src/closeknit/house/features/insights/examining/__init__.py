"""What is done with histories, in a process of its own: the library and nothing of the house.

A history may be large and hostile; its memory and its time are not those of whoever serves pages. The process is
started by `workroom`, gets one order as a line of JSON, answers in lines of JSON (`{"read": bytes}` on the way, the
result last), and ends when whoever asked is gone.
"""
