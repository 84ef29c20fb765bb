"""How gunicorn serves Margin: `gunicorn -c python:classroom.server classroom.wsgi`. docs/decisions has the measurement.

Threads, so that a slow reader holds up one thread and not the server; few connections a worker, so that no worker
holds all the kept-alive ones. The application is loaded once, before the workers part, so that a wrong setting ends
the server with its one line.
"""

import multiprocessing
import os
import time
from pathlib import Path

from gunicorn.workers.gthread import TConn, ThreadWorker

from classroom import waited


class Worker(ThreadWorker):  # type: ignore[misc]  # it ships no types
    """Says how long a request waited for a thread. A crowd is taken in at once, and answered four at a time."""

    def enqueue_req(self, conn: TConn) -> None:
        """Remember when the connection came, or came to life again."""
        conn.since = time.monotonic()
        super().enqueue_req(conn)

    def handle(self, conn: TConn) -> object:
        """Answer it; a connection on which nothing was sent yet waited for its browser and not for a thread."""
        was_sent = conn.initialized or conn.wait_for_data(0)
        waited.begin(time.monotonic() - conn.since if was_sent else 0.0)
        return super().handle(conn)


IN_MEMORY = "/dev/shm"  # noqa: S108  where gunicorn’s own sign of life never waits for a disk

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = min(4, max(2, multiprocessing.cpu_count()))
worker_class = Worker
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
