"""A peer: the straightforward page of Django with its models and a template, without session or layout."""
import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
application = get_wsgi_application()

from django.db.models import Prefetch  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402
from lokus.models import Assignment, Member  # noqa: E402


def rows(request):
    standing = Assignment.objects.filter(ends_on=None).select_related("agency")
    members = (
        Member.objects.filter(list__year=2022)
        .select_related("village__kecamatan")
        .prefetch_related(Prefetch("village__assignments", queryset=standing))
        .order_by("village_id")[:50]
    )
    return render(request, "rows.html", {"rows": members})


urlpatterns = [path("", rows)]
