import os
from pathlib import Path
from urllib.parse import urlsplit

database = urlsplit(os.environ["DATABASE_URL"])
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database.path.lstrip("/"),
        "USER": database.username,
        "HOST": database.hostname,
        "PORT": database.port,
        # Kept open from one request to the next.
        "CONN_MAX_AGE": None,
    }
}
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
SECRET_KEY = "nothing is signed here"
INSTALLED_APPS = ["lokus"]
ROOT_URLCONF = "page"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [Path(__file__).parent]}]
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
