"""The web service around Rasa's Agent: sessions, limits, headers, chat endpoints, health, the page."""

import os

from bot.server.lean_imports import leave_out

# One message is too little work to share, and threads that wait for each other on a busy machine take a hundred times
# as long. Read when the first library that calculates is loaded, so it stands here.
os.environ.setdefault("OMP_NUM_THREADS", "1")
leave_out()
