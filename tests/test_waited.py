"""When a request arrived is when the server took it in, however long it then waited for a thread (W6)."""

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from gunicorn.config import Config
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import TConn

from classroom import waited
from classroom.http import arrival
from classroom.server import Worker
from tests.factories import NOW

ASKED = b"GET / HTTP/1.1\r\nHost: margin\r\nConnection: close\r\n\r\n"


@pytest.fixture
def worker():
    """A worker of one thread, whose application says how long its request had waited."""
    cfg = Config()
    worker = Worker(0, 0, [], None, 30, cfg, Logger(cfg))
    worker.method_queue.init()
    worker.tpool = ThreadPoolExecutor(1)
    worker.waits = []

    def application(environ, start_response):
        worker.waits.append(waited.waited().total_seconds())
        start_response("204 No Content", [])
        return []

    worker.wsgi = application
    yield worker
    worker.tpool.shutdown()
    worker.method_queue.close()
    worker.tmp.close()


@pytest.fixture
def connected(worker):
    """A browser's end of a new connection to the worker, and the worker's."""
    browser, server = socket.socketpair()
    with browser, server:
        yield browser, TConn(worker.cfg, server, ("127.0.0.1", 1), ("127.0.0.1", 2))


def test_what_waited_for_a_thread_arrived_before(worker, connected):
    browser, connection = connected
    free = threading.Event()
    worker.tpool.submit(free.wait)
    browser.sendall(ASKED)
    before = time.monotonic()
    worker.enqueue_req(connection)
    queued = time.monotonic()
    released = time.monotonic()
    free.set()
    assert browser.recv(100).startswith(b"HTTP/1.1 204")

    assert released - queued <= worker.waits[0] <= time.monotonic() - before


def test_a_connection_on_which_nothing_was_sent_yet_did_not_wait_for_a_thread(worker, connected):
    browser, connection = connected
    free, taken_up = threading.Event(), threading.Event()
    asked = connection.wait_for_data
    connection.wait_for_data = lambda seconds: (seconds and taken_up.set()) or asked(seconds)
    worker.tpool.submit(free.wait)
    worker.enqueue_req(connection)
    free.set()
    taken_up.wait()
    browser.sendall(ASKED)
    assert browser.recv(100).startswith(b"HTTP/1.1 204")

    assert worker.waits == [0.0]


@pytest.mark.usefixtures("stopped_clock")
def test_the_arrival_is_the_clock_less_that_wait():
    def arrived(seconds):
        request = RequestFactory().get("/")
        waited.begin(seconds)
        arrival(lambda _request: HttpResponse())(request)
        return request.arrived

    assert [arrived(1.25), arrived(0)] == [NOW - timedelta(seconds=1.25), NOW]
