"""One process, as the portal is one; its two threads, the fastest number, keep their connections."""
bind = "127.0.0.1:0"
workers = 1
worker_class = "gthread"
threads = 2
wsgi_app = "page:application"


def when_ready(server):
    print(f"siap di http://localhost:{server.LISTENERS[0].sock.getsockname()[1]}", flush=True)
