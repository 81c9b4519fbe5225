"""A browser by W3C WebDriver's plain HTTP: what the collector's test needs of it, and nothing but Python's own library."""
import base64
import json
import re
import subprocess
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Failed(Exception):
    pass


class Browser:
    """Headless Chromium. Pointer actions are trusted events: the page cannot tell them from a mouse's."""

    def __init__(self, downloads, size=(1280, 800)):
        self._driver = subprocess.Popen(
            ["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            for line in self._driver.stdout:
                found = re.search(r"started successfully on port (\d+)", line)
                if found:
                    break
            else:
                raise Failed("chromedriver did not start")
            self._base = f"http://127.0.0.1:{found.group(1)}"
            options = {
                "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                         "--disable-background-networking", "--disable-component-update", "--disable-sync",
                         f"--window-size={size[0]},{size[1]}"],
                "prefs": {"download.default_directory": str(downloads), "download.prompt_for_download": False},
            }
            made = self._ask("POST", "/session", {"capabilities": {"alwaysMatch": {
                "browserName": "chrome", "goog:chromeOptions": options,
                "goog:loggingPrefs": {"performance": "ALL"}}}})
            self._session = "/session/" + made["sessionId"]
            self.version = made["capabilities"]["browserVersion"]
            self.cdp("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(downloads))
        except BaseException:
            self._driver.kill()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        try:
            self._ask("DELETE", self._session)
        except Failed:
            pass
        self._driver.terminate()
        self._driver.wait(timeout=20)

    def _ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self._base + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            value = json.load(error)["value"]
            raise Failed(f"{method} {path}: {value['error']}: {value['message']}") from None

    def post(self, path, **body):
        return self._ask("POST", self._session + path, body)

    def cdp(self, command, **parameters):
        return self.post("/goog/cdp/execute", cmd=command, params=parameters)

    def open(self, address):
        self.post("/url", url=address)

    def run(self, script, *arguments):
        return self.post("/execute/sync", script=script, args=list(arguments))

    def run_async(self, script, *arguments):
        """The script's last argument is the function it must call with the answer."""
        return self.post("/execute/async", script=script, args=list(arguments))

    def element(self, css):
        return self.post("/element", using="css selector", value=css)

    def click(self, css):
        self.post(f"/element/{self.element(css)[ELEMENT]}/click")

    def text(self, css):
        return self.run("return document.querySelector(arguments[0]).textContent", css)

    def centre(self, css):
        """Of the element, in the window."""
        return self.run("const r = document.querySelector(arguments[0]).getBoundingClientRect();"
                        "return [Math.round(r.x + r.width / 2), Math.round(r.y + r.height / 2)]", css)

    def act(self, *steps):
        """Pointer steps in the order given: move(), down(), up()."""
        self.post("/actions", actions=[
            {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": list(steps)}])

    def wheel(self, x, y, delta):
        self.post("/actions", actions=[{"type": "wheel", "id": "wheel", "actions": [
            {"type": "scroll", "x": x, "y": y, "deltaX": 0, "deltaY": delta, "duration": 0}]}])

    def keys(self, text):
        steps = []
        for letter in text:
            steps += [{"type": "keyDown", "value": letter}, {"type": "keyUp", "value": letter}]
        self.post("/actions", actions=[{"type": "key", "id": "keys", "actions": steps}])

    def requests(self):
        """What pages have requested since the last call: (method, address)."""
        sent = []
        for entry in self.post("/se/log", type="performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                request = message["params"]["request"]
                sent.append((request["method"], request["url"]))
        return sent

    def screenshot(self, path):
        path.write_bytes(base64.b64decode(self._ask("GET", self._session + "/screenshot")))


def move(x, y, milliseconds=0):
    return {"type": "pointerMove", "x": round(x), "y": round(y), "duration": milliseconds, "origin": "viewport"}


def down(button=0):
    return {"type": "pointerDown", "button": button}


def up(button=0):
    return {"type": "pointerUp", "button": button}
