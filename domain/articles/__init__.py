"""Articles: drafts on their way, the one-line form, answers, corrections and topics."""
