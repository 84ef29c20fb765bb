"""How gunicorn serves Margin: `gunicorn -c python:classroom.server classroom.wsgi`. docs/decisions has the measurement.

Threads, so that a slow reader holds up one thread and not the server; few connections a worker, so that no worker
holds all the kept-alive ones. The application is loaded once, before the workers part, so that a wrong setting ends
the server with its one line.
"""

import multiprocessing
import os
from pathlib import Path

IN_MEMORY = "/dev/shm"  # noqa: S108  where gunicorn’s own sign of life never waits for a disk

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = min(4, max(2, multiprocessing.cpu_count()))
worker_class = "gthread"
threads = 4
worker_connections = 64
keepalive = 5  # seconds
preload_app = True
timeout = 60  # seconds without a sign of life until a worker is replaced
graceful_timeout = 20  # seconds to finish what was begun
max_requests = 20_000
max_requests_jitter = 2_000
loglevel = "warning"
errorlog = "-"
accesslog = None
worker_tmp_dir = IN_MEMORY if Path(IN_MEMORY).is_dir() else None
forwarded_allow_ips = "127.0.0.1"
