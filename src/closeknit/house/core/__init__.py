"""What every feature stands on: actions, refusals, journal, permissions, jobs, mail, uploads, money."""
