"""Pure functions on what people wrote: scripts, times, sign-up chains, placeholders of media."""
