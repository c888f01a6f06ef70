"""Runs sovereign: serve.py HOST PORT. Its application must be imported before the event loop runs."""
import sys

import uvicorn
from sovereign.app import app

uvicorn.run(app, host=sys.argv[1], port=int(sys.argv[2]), log_level="warning", access_log=False)
