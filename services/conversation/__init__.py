"""What every conversation rests on: the inbox, effects that happen once, offers, open questions."""
