"""The door for a WSGI server: `closeknit.house.config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "closeknit.house.config.settings")
application = get_wsgi_application()
