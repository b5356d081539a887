"""Updates on their way in: channels brought up, polled, stored, dispatched."""
