#!/usr/bin/env bash
# How many requests a second one core answers: a published page here, and a page of the same text on a Wagtail site, one after
# the other on this machine, each with one worker on one core, its database and the load generator on the others.
#
#   benches/wagtail.sh [PROGRAM] [SECONDS]     prints one JSON object; what it does meanwhile goes to stderr
#
# The peer comes from PyPI (`wagtail start`, PostgreSQL, gunicorn with the production settings). Needs python3 with venv, wrk,
# curl, taskset, a PostgreSQL server to run privately (PG_BIN names its folder if it is not found), and two cores or more.
# PEER_VENV names a prepared virtual environment, so that nothing is fetched.
set -euo pipefail
program=$(realpath "${1:-target/release/naboom}")
seconds=${2:-15}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d /tmp/nb-wagtail-XXXXXX)
chmod 755 "$work"
pids=()
say() { echo "$*" >&2; }
pg_bin=${PG_BIN:-$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)}
as_postgres() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi; }
finish() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  [ -d "$work/pg/data" ] && as_postgres "$pg_bin/pg_ctl" -D "$work/pg/data" -m fast -w stop >/dev/null 2>&1 || true
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
answers() { for _ in $(seq 300); do curl -fsS -o /dev/null "$1" 2>/dev/null && return; sleep 0.2; done; say "no answer: $1"; return 1; }
# Requests a second, after a warm-up. Every answer must be a 200.
measure() {
  taskset -c 1 wrk -t1 -c16 -d3s "$1" >/dev/null
  taskset -c 1 wrk -t1 -c16 -d"${seconds}s" "$1" >"$work/wrk"
  if grep -q 'Non-2xx' "$work/wrk"; then say "answers that are no pages: $1"; cat "$work/wrk" >&2; return 1; fi
  awk '/Requests\/sec/ {print $2}' "$work/wrk"
}

say 'the peer: a Wagtail site'
venv=${PEER_VENV:-$work/venv}
if [ ! -x "$venv/bin/wagtail" ]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet wagtail gunicorn psycopg2-binary >&2
fi
mkdir "$work/pg"
[ "$(id -u)" = 0 ] && chown postgres "$work/pg"
as_postgres "$pg_bin/initdb" -D "$work/pg/data" -A trust -U peer >/dev/null
as_postgres "$pg_bin/pg_ctl" -D "$work/pg/data" -w -l "$work/pg/log" \
  -o "-k $work/pg -c listen_addresses='' -c shared_buffers=128MB" start >/dev/null
createdb() { as_postgres "$pg_bin/createdb" -h "$work/pg" -U peer "$1"; }
createdb peer
cd "$work"
"$venv/bin/wagtail" start peer >&2
cat >>peer/peer/settings/production.py <<'PY'
SECRET_KEY = "only for a measurement"
ALLOWED_HOSTS = ["127.0.0.1"]
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "peer", "USER": "peer",
                         "HOST": __import__("os").environ["PEER_PG"], "CONN_MAX_AGE": 600}}
PY
export PEER_PG=$work/pg DJANGO_SETTINGS_MODULE=peer.settings.production
cd peer
# A page as most sites have it: title, introduction, a body of rich text; below it the tree that the menu shows.
cat >home/models.py <<'PY'
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page


class HomePage(Page):
    intro = models.CharField(max_length=300, blank=True)
    body = RichTextField(blank=True)
    content_panels = Page.content_panels + [FieldPanel("intro"), FieldPanel("body")]
PY
cat >home/templates/home/home_page.html <<'HTML'
{% extends "base.html" %}
{% load wagtailcore_tags %}
{% block content %}
<nav><ul>{% for item in page.get_site.root_page.get_children.live.in_menu %}<li><a href="{% pageurl item %}">{{ item.title }}</a></li>{% endfor %}</ul></nav>
<article><h1>{{ page.title }}</h1><p>{{ page.intro }}</p>{{ page.body|richtext }}</article>
<p>Last updated on {{ page.last_published_at|date }}</p>
{% endblock %}
HTML
python=$venv/bin/python
{ "$python" manage.py makemigrations home && "$python" manage.py migrate && "$python" manage.py collectstatic --noinput; } >"$work/django.log" 2>&1 ||
  { cat "$work/django.log" >&2; exit 1; }
"$python" manage.py shell >&2 <<PY
import json
from home.models import HomePage
page = next(p for p in json.load(open("$here/../seed/pages.json")) if p["path"] == "about")["texts"]["en"]
home = HomePage.objects.first()
lines = [line for line in page["body"] if line]
body = "".join(f"<h2>{line[3:]}</h2>" if line.startswith("## ") else f"<p>{line.lstrip('>! ')}</p>" for line in lines)
about = home.add_child(instance=HomePage(title=page["title"], slug="about", intro=page["summary"], body=body, show_in_menus=True))
about.save_revision().publish()
PY
taskset -c 0 "$venv/bin/gunicorn" --workers 1 --worker-class sync --bind 127.0.0.1:8087 --log-level warning peer.wsgi >&2 &
pids+=($!)
answers http://127.0.0.1:8087/about/
peer=$(measure http://127.0.0.1:8087/about/)
peer_bytes=$(curl -s http://127.0.0.1:8087/about/ | wc -c)
peer_version=$("$venv/bin/pip" list 2>/dev/null | awk '$1 == "wagtail" {print $2}')
kill "${pids[0]}"; wait "${pids[0]}" 2>/dev/null || true

say 'this program'
cd "$work"
export NABOOM_LISTEN=127.0.0.1:8086 NABOOM_DATA_DIR=$work/own NABOOM_LOG=warn
mkdir "$NABOOM_DATA_DIR"; chmod 755 "$NABOOM_DATA_DIR"
"$program" seed >&2
taskset -c 0 "$program" serve >&2 &
pids+=($!)
answers http://127.0.0.1:8086/en/p/about
# Its private database server was started by the pinned process; it uses the other core, as the peer's may.
server=$(head -n 1 "$(find "$work/own" -name postmaster.pid | head -n 1)")
for pid in $server $(pgrep -P "$server"); do taskset -apc 1 "$pid" >/dev/null; done
own=$(measure http://127.0.0.1:8086/en/p/about)
own_bytes=$(curl -s http://127.0.0.1:8086/en/p/about | wc -c)

printf '{"naboom_per_core": %s, "naboom_bytes": %s, "wagtail_per_core": %s, "wagtail_bytes": %s, "wagtail": "%s", "ratio": %s}\n' \
  "$own" "$own_bytes" "$peer" "$peer_bytes" "$peer_version" "$(awk "BEGIN {printf \"%.1f\", $own / $peer}")"
