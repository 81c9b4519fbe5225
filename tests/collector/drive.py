#!/usr/bin/env python3
"""Drives the collector page in a real browser (Debian's chromium and chromium-driver) and opens what it saves with
Sightline.
    tests/collector/drive.py                   all tests; the build in build/ci (else build/release) opens the files
    tests/collector/drive.py --pictures DIR    also writes pictures of the page, light and dark, for a person to judge
"""
import functools
import http.server
import json
import math
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from webdriver import Browser, down, move, up

TOP = pathlib.Path(__file__).resolve().parents[2]
COLLECTOR = TOP / "resources/collector"
PAGE = COLLECTOR / "sightline-collector.html"
KEYS = ["format", "version", "session", "label", "startedUtc", "space", "viewport", "pixelRatio", "source",
        "medianStepMs", "columns", "events"]
COLUMNS = ["t", "kind", "x", "y", "button", "buttons", "wheel", "pointer"]
HOST = """<!DOCTYPE html><title>Shop</title><link rel="icon" href="data:,"><body style="height:1500px">
<h1>A shop</h1><input id="field"><script src="sightline-collector.js" data-post="/sessions" data-label="visitor"></script>"""


class Server(http.server.ThreadingHTTPServer):
    """The collector's folder on localhost; keeps every request, and takes what is posted."""

    def __init__(self, folder):
        super().__init__(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
        self.seen = []  # (method, path, headers, body)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def address(self, path):
        return f"http://localhost:{self.server_port}/{path}"

    def posted(self):
        return [one for one in self.seen if one[0] == "POST"]


class Handler(http.server.SimpleHTTPRequestHandler):
    def do_GET(self):
        self.server.seen.append(("GET", self.path, dict(self.headers), b""))
        super().do_GET()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append(("POST", self.path, dict(self.headers), body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *ignored):
        pass


def until(what, condition, seconds=20):
    """Another program is at work: asks again until it is done, fails when it never is."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = condition()
        if answer:
            return answer
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds} s for {what}")


def curve(x, y, count=60, width=220, height=110, turn=0.0, milliseconds=6):
    """Movements along a smooth curve around (x, y)."""
    return [move(x + width * math.sin(0.12 * i + turn), y + height * math.sin(0.19 * i + 2 * turn), milliseconds)
            for i in range(count)]


def built(name):
    for preset in ("ci", "release"):
        path = TOP / "build" / preset / "bin" / name
        if path.exists():
            return path
    raise AssertionError(f"{name} is not built: ninja -C build/ci sightline test_mouse_collected")


class CollectorTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="sightline-collector-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.downloads = cls.folder / "downloads"
        cls.downloads.mkdir()
        site = cls.folder / "site"
        site.mkdir()
        for file in (PAGE, COLLECTOR / "sightline-collector.js"):
            shutil.copy(file, site)
        (site / "host.html").write_text(HOST)
        (site / "other.html").write_text('<!DOCTYPE html><link rel="icon" href="data:,"><p>other')
        cls.server = Server(site)
        cls.addClassCleanup(cls.server.shutdown)
        cls.browser = cls.enterClassContext(Browser(cls.downloads))

    def setUp(self):
        self.browser.open("about:blank")
        self.browser.requests()
        self.server.seen.clear()
        for file in self.downloads.iterdir():
            file.unlink()

    def start(self, address, name=""):
        browser = self.browser
        browser.open(address)
        if name:
            browser.click("#name")
            browser.keys(name)
        browser.click("#consent")
        browser.click("#start")
        self.assertEqual(browser.text("#state"), "Recording")

    def stop_and_save(self):
        self.browser.click("#stop")
        self.assertEqual(self.browser.text("#state"), "Not saved yet")
        self.browser.click("#save")
        saved = until("the file", lambda: list(self.downloads.glob("*.json")))
        self.assertEqual(self.browser.text("#state"), "Saved")
        return saved[0], json.loads(saved[0].read_text("utf-8"))

    def check_format(self, session):
        self.assertEqual(list(session), KEYS)
        self.assertEqual((session["format"], session["version"], session["space"], session["columns"]),
                         ("sightline-mouse", 1, "client", COLUMNS))
        self.assertRegex(session["session"], r"^[0-9a-f]{16}$")
        self.assertRegex(session["startedUtc"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertIn(session["source"], ("raw", "coalesced", "move"))
        self.assertEqual(session["events"][0][0], 0)
        for event in session["events"]:
            self.assertEqual(len(event), len(COLUMNS))
            self.assertIn(event[1], ("move", "down", "up", "wheel", "leave", "enter", "resize", "hidden", "shown"))
        moves = [event[0] for event in session["events"] if event[1] == "move"]
        steps = sorted(after - before for before, after in zip(moves, moves[1:]))
        self.assertGreaterEqual(steps[0], 4.89, "moves closer than 5 ms were written")  # times are rounded to 0.1 ms
        self.assertAlmostEqual(session["medianStepMs"], steps[len(steps) // 2], delta=0.2)

    def check_opens(self, path, session):
        """What Sightline makes of the file; the counts are of what was done, not of what the page says."""
        done = {"left": 0, "right": 0, "middle": 0, "releases": 0, "scrolls": 0}
        for _, kind, _, _, button, *_ in session["events"]:
            if kind == "down":
                done[("left", "middle", "right")[button]] += 1
            elif kind in ("up", "wheel"):
                done["releases" if kind == "up" else "scrolls"] += 1
        environment = dict(os.environ, SIGHTLINE_COLLECTED=str(path), QT_QPA_PLATFORM="offscreen",
                           SIGHTLINE_COLLECTED_COUNTS=json.dumps(done | {
                               "moves": sum(event[1] == "move" for event in session["events"]),
                               "width": session["viewport"][0], "account": session["label"]}))
        ran = subprocess.run([built("test_mouse_collected")], env=environment, capture_output=True, text=True)
        self.assertEqual(ran.returncode, 0, ran.stdout)
        self.assertNotIn("SKIP", ran.stdout)
        drawn = subprocess.run([built("sightline"), "image", path, "--raw", self.folder / "picture.npy"],
                               env=environment, capture_output=True, text=True)
        self.assertEqual(drawn.returncode, 0, drawn.stderr)

    def record(self, address):
        """A session with known clicks; returns the file and its session."""
        browser = self.browser
        self.start(address, "Ann B.")
        x, y = browser.centre("#area")
        for turn in range(4):
            browser.act(*curve(x, y, turn=turn))
        browser.act(move(x - 90, y), down(), up(), move(x - 60, y), down(), up(), move(x - 30, y), down(2), up(2))
        browser.act(move(x, y), down(), *curve(x, y, 20), up())  # a drag
        browser.act(move(x, y), down(0), down(2), up(0), up(2))  # the second button comes as a move
        browser.act(move(x, y), down(1), up(1))
        for delta in (120, 120, -120):
            browser.wheel(x, y, delta)
        browser.keys("secret")
        path, session = self.stop_and_save()
        self.check_format(session)
        counts = {}
        for _, kind, _, _, button, *_ in session["events"]:
            counts[kind, button] = counts.get((kind, button), 0) + 1
        # A press on Stop is recorded too, its release as well: the recording ends with the click that follows.
        self.assertEqual((counts["down", 0], counts["up", 0]), (5, 5))
        self.assertEqual((counts["down", 2], counts["up", 2]), (2, 2))
        self.assertEqual((counts["down", 1], counts["up", 1]), (1, 1))
        self.assertEqual(counts["wheel", -1], 3)
        wheel = [event[6] for event in session["events"] if event[1] == "wheel"]
        self.assertEqual(wheel, [120, 120, -120])
        held = [event for event in session["events"] if event[1] == "move" and event[5] == 1]
        self.assertGreater(len(held), 10, "a drag says which button is held")
        self.assertEqual(session["label"], "Ann B.")
        self.assertEqual(path.name[:12], "mouse-Ann-B-")
        text = path.read_text("utf-8")
        for word in ("secret", "Mozilla", "Chrom", "Linux", "localhost", "file:", ".html", "area"):
            self.assertNotIn(word, text)
        return path, session

    def test_the_page_is_its_parts(self):
        subprocess.run([COLLECTOR / "assemble", "--check"], check=True)

    def test_from_disk(self):
        path, session = self.record(PAGE.as_uri())
        self.assertEqual(self.browser.requests(), [("GET", PAGE.as_uri())])
        self.check_opens(path, session)

    def test_from_localhost(self):
        address = self.server.address(PAGE.name)
        path, session = self.record(address)
        self.assertEqual(session["source"], "raw")
        self.assertEqual(self.browser.requests(), [("GET", address)])
        self.assertEqual([one[:2] for one in self.server.seen], [("GET", "/" + PAGE.name)])
        self.check_opens(path, session)

    def test_the_plain_page_cannot_send(self):
        """Whatever its script did: the browser holds it to its word."""
        self.browser.open(self.server.address(PAGE.name))
        answer = self.browser.run_async(
            "const done = arguments[1]; fetch(arguments[0], {method: 'POST', body: 'x'})"
            ".then(() => done('sent'), () => done('refused'))", self.server.address("sessions"))
        self.assertEqual(answer, "refused")
        self.assertEqual(self.server.posted(), [])

    def test_nothing_without_consent(self):
        self.browser.open(PAGE.as_uri())
        self.assertTrue(self.browser.run("return document.querySelector('#start').disabled"))
        self.assertTrue(self.browser.run("return document.querySelector('#save').disabled"))

    def test_fast_devices_are_thinned_and_counted_honestly(self):
        """Movements as fast as the browser takes them, by its own input, which is faster than WebDriver's."""
        self.start(self.server.address(PAGE.name))
        x, y = self.browser.centre("#area")
        for i in range(400):
            self.browser.cdp("Input.dispatchMouseEvent", type="mouseMoved", x=x + i % 50, y=y + i % 31)
        live = self.browser.run("return sightlineCollector.live()")
        _, session = self.stop_and_save()
        self.check_format(session)
        self.assertLessEqual(live["moves"], 400)
        self.assertEqual(session["source"], live["source"])

    def test_merged_moves_without_raw_ones(self):
        self.browser.open(self.server.address("other.html"))
        self.browser.run("const add = EventTarget.prototype.addEventListener;"
                         "EventTarget.prototype.addEventListener = function (type, ...rest) {"
                         "    if (type !== 'pointerrawupdate') add.call(this, type, ...rest); };"
                         "window.made = document.createElement('script');"
                         "made.textContent = arguments[0]; document.body.append(made);",
                         (COLLECTOR / "sightline-collector.js").read_text("utf-8"))
        self.browser.run("sightlineCollector.start('')")
        self.browser.act(*curve(400, 300, 30))
        session = self.browser.run("return sightlineCollector.stop()")
        self.assertEqual(session["source"], "coalesced")
        self.assertGreater(len(session["events"]), 10)

    def test_plain_moves_where_there_is_nothing_better(self):
        self.browser.open(self.server.address("other.html"))
        self.browser.run("delete window.PointerEvent; window.made = document.createElement('script');"
                         "made.textContent = arguments[0]; document.body.append(made);",
                         (COLLECTOR / "sightline-collector.js").read_text("utf-8"))
        self.browser.run("sightlineCollector.start('')")
        self.browser.act(*curve(400, 300, 30), down(2), up(2))
        session = self.browser.run("return sightlineCollector.stop()")
        self.assertEqual(session["source"], "move")
        self.assertEqual([event[4] for event in session["events"] if event[1] in ("down", "up")], [2, 2])

    def test_made_up_events_are_not_taken(self):
        self.start(PAGE.as_uri())
        self.browser.run("document.body.dispatchEvent(new PointerEvent('pointermove', {bubbles: true, clientX: 4321}))")
        x, y = self.browser.centre("#area")
        self.browser.act(*curve(x, y, 30))
        _, session = self.stop_and_save()
        self.assertNotIn(4321, [event[2] for event in session["events"]])

    def test_the_tasks_can_be_done(self):
        browser = self.browser
        self.start(PAGE.as_uri())
        browser.click("[data-task=click]")
        for i in range(16):
            button = 2 if i % 4 == 3 else 0
            browser.act(move(*browser.centre(".thing"), 5), down(button), up(button))
        self.assertIn("All discs clicked", browser.text("#hint"))
        browser.click("[data-task=drag]")
        for _ in range(8):
            browser.act(move(*browser.centre(".chip"), 5), down(), move(*browser.centre(".slot"), 20), up())
        self.assertIn("All squares are in their frames", browser.text("#hint"))
        browser.click("[data-task=follow]")
        self.assertEqual(browser.run("return document.querySelectorAll('.follow').length"), 1)
        browser.click("[data-task=free]")
        self.assertEqual(browser.run("return document.querySelectorAll('.thing').length"), 0)
        path, session = self.stop_and_save()
        self.assertEqual(sum(event[1] == "down" and event[4] == 2 for event in session["events"]), 4)
        self.check_opens(path, session)

    def test_leaving_resizing_and_hiding_are_told(self):
        browser = self.browser
        self.start(PAGE.as_uri())
        x, y = browser.centre("#area")
        browser.act(*curve(x, y, 30))
        browser.cdp("Emulation.setDeviceMetricsOverride", width=900, height=700, deviceScaleFactor=1, mobile=False)
        until("the resize", lambda: browser.run("return innerWidth") == 900)
        browser.act(*curve(500, 300, 30))
        browser.cdp("Emulation.clearDeviceMetricsOverride")
        _, session = self.stop_and_save()
        self.assertIn([900, 700], [event[2:4] for event in session["events"] if event[1] == "resize"])
        # Crossing elements within the page is not leaving it.
        self.assertLessEqual(sum(event[1] in ("leave", "enter") for event in session["events"]), 2)

    def host_button(self, number):
        strip = "document.body.lastElementChild.shadowRoot"
        return until("the strip's button", lambda: self.browser.run(
            f"const b = {strip}.querySelectorAll('button')[arguments[0]]; if (!b) return null;"
            "const r = b.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]", number))

    def press(self, place):
        self.browser.act(move(*place, 5), down(), up())

    def test_a_host_page_posts_exactly_one_file(self):
        browser = self.browser
        browser.open(self.server.address("host.html"))
        browser.act(*curve(500, 200, 20))
        self.press(self.host_button(0))  # Record
        for turn in range(4):
            browser.act(*curve(500, 200, turn=turn))
        browser.click("#field")
        browser.keys("secret")
        self.press(self.host_button(0))  # Stop and send
        until("the post", self.server.posted)
        until("the thanks", lambda: "Sent" in browser.run(
            "return document.body.lastElementChild.shadowRoot.querySelector('span').textContent"))
        browser.open(self.server.address("other.html"))  # leaving sends nothing more
        posted = self.server.posted()
        self.assertEqual(len(posted), 1)
        _, path, headers, body = posted[0]
        self.assertEqual((path, headers["Content-Type"]), ("/sessions", "application/json"))
        self.assertNotIn("Referer", headers)
        self.assertNotIn("Cookie", headers)
        session = json.loads(body)
        self.check_format(session)
        self.assertEqual(session["label"], "visitor")
        self.assertNotIn(b"secret", body)
        self.assertNotIn(b"host.html", body)
        file = self.folder / "posted.json"
        file.write_bytes(body)
        self.check_opens(file, session)

    def test_a_host_page_that_is_left_still_sends(self):
        self.browser.open(self.server.address("host.html"))
        self.press(self.host_button(0))
        self.browser.act(*curve(500, 200, 40))
        self.browser.open(self.server.address("other.html"))
        until("the post", self.server.posted)
        self.assertEqual(len(self.server.posted()), 1)

    def test_a_visitor_who_says_no_is_not_recorded(self):
        self.browser.open(self.server.address("host.html"))
        self.press(self.host_button(1))
        self.browser.act(*curve(500, 200, 20))
        self.assertFalse(self.browser.run("return sightlineCollector.recording"))
        self.browser.open(self.server.address("other.html"))
        self.assertEqual(self.server.posted(), [])


def pictures(folder):
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as downloads, Browser(downloads, (1440, 940)) as browser:
        browser.open(PAGE.as_uri())
        for scheme in ("light", "dark"):
            browser.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
            browser.open("about:blank")
            browser.open(PAGE.as_uri())
            browser.screenshot(folder / f"ready-{scheme}.png")
            browser.click("#consent")
            browser.click("#start")
            x, y = browser.centre("#area")
            for turn in range(3):
                browser.act(*curve(x, y, 80, 300, 180, turn))
            browser.click("[data-task=click]")
            browser.screenshot(folder / f"click-{scheme}.png")
            browser.act(move(*browser.centre(".thing"), 5), down(), up())
            browser.click("[data-task=drag]")
            browser.screenshot(folder / f"drag-{scheme}.png")
            browser.click("#stop")
            browser.screenshot(folder / f"stopped-{scheme}.png")
            browser.click("#save")


if __name__ == "__main__":
    if "--pictures" in sys.argv:
        pictures(pathlib.Path(sys.argv[sys.argv.index("--pictures") + 1]))
    else:
        unittest.main()
