/* Records pointer events as a "sightline-mouse" session, version 1 (README.md beside this file).
   Stores times, positions, buttons and wheel steps: no keys, no text, no address, no names of elements, nothing of the
   browser. Sends nothing, unless the page that includes it names an address: data-post="/mouse-sessions" in the script
   element, or window.sightlineCollector = {post, label, ask} before it. */
(function () {
    "use strict";

    const given = window.sightlineCollector || {};
    const tag = document.currentScript ? document.currentScript.dataset : {};
    const settings = {
        post: given.post || tag.post || "", // where a stopped session goes; "" nowhere
        label: given.label || tag.label || "", // who it is, as Sightline's label
        ask: (given.ask !== undefined ? String(given.ask) : tag.ask) !== "false", // show the notice when `post` is set
    };

    const shortestStepMs = 5; // moves closer together are left out; none is ever made up
    const mostEvents = 1000000; // about 50 MB of file: then the recording stops by itself
    const keepAliveBytes = 60000; // browsers let a page that closes send 64 KiB
    const columns = ["t", "kind", "x", "y", "button", "buttons", "wheel", "pointer"];
    const buttonOfBit = [0, 2, 1, 3, 4]; // bits of `buttons` to numbers of `button`, as the DOM counts them

    let current = null; // the recording that runs
    let lastSession = null; // the one that was stopped last
    let onChange = null;

    function tenth(value) {
        return Math.round(value * 10) / 10;
    }

    function randomId() {
        const bytes = crypto.getRandomValues(new Uint8Array(8));
        return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    }

    function add(kind, stamp, x, y, button, buttons, wheel, pointer) {
        if (current.first === null) {
            current.first = stamp;
        }
        const place = (value) => (value === null ? null : tenth(value));
        current.events.push([tenth(stamp - current.first), kind, place(x), place(y), button, buttons, wheel, pointer]);
        if (current.events.length >= mostEvents) {
            stop();
        } else if (onChange) {
            onChange();
        }
    }

    function pointerOf(event) {
        return event.pointerType === undefined ? "mouse" : event.pointerType || "unknown";
    }

    function takeMove(event) {
        const stamp = event.timeStamp;
        if (stamp - current.lastMove < shortestStepMs) {
            return;
        }
        current.steps.push(stamp - current.lastMove);
        current.lastMove = stamp;
        current.moves += 1;
        add("move", stamp, event.clientX, event.clientY, -1, event.buttons, 0, pointerOf(event));
    }

    // A second button comes as a move, and a release may happen outside the window: what counts is how `buttons` changes.
    function takeButtons(event) {
        const held = current.held;
        const mask = event.buttons;
        current.held = mask;
        for (let bit = 0; bit < buttonOfBit.length && current; ++bit) {
            const was = (held >> bit) & 1;
            const is = (mask >> bit) & 1;
            if (is && !was && event.button !== -1) {
                current.presses += 1;
                add("down", event.timeStamp, event.clientX, event.clientY, buttonOfBit[bit], mask, 0, pointerOf(event));
            } else if (was && !is) {
                add("up", event.timeStamp, event.clientX, event.clientY, buttonOfBit[bit], mask, 0, pointerOf(event));
            }
        }
    }

    function merged(event) {
        const list = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
        return list.length > 0 ? list : [event];
    }

    function onMotion(event) {
        if (!current || !event.isTrusted) {
            return;
        }
        const raw = event.type === "pointerrawupdate";
        current.rawSeen = current.rawSeen || raw;
        if (raw || !current.rawSeen) {
            const list = merged(event);
            current.mergedSeen = current.mergedSeen || list.length > 1 || list[0] !== event;
            for (const one of list) {
                if (current) {
                    takeMove(one);
                }
            }
        }
        if (current) {
            takeButtons(event);
        }
    }

    function onButton(event) {
        if (current && event.isTrusted) {
            takeButtons(event);
        }
    }

    function onWheel(event) {
        if (current && event.isTrusted) {
            // Pixels; a browser that counts lines or pages is taken at 16 px a line.
            const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? window.innerHeight : 1;
            add("wheel", event.timeStamp, event.clientX, event.clientY, -1, event.buttons, tenth(event.deltaY * unit),
                "mouse");
        }
    }

    function onBorder(event) {
        // Of the whole document: the elements in it have borders of their own, and say so to whoever captures.
        const whole = event.target === document.documentElement;
        if (current && whole && event.isTrusted && event.pointerType !== "touch") {
            add(event.type === "pointerleave" ? "leave" : "enter", event.timeStamp, event.clientX, event.clientY, -1,
                event.buttons, 0, pointerOf(event));
        }
    }

    function onResize(event) {
        if (current) {
            add("resize", event.timeStamp, window.innerWidth, window.innerHeight, -1, 0, 0, "");
        }
    }

    function onVisibility(event) {
        if (current) {
            add(document.hidden ? "hidden" : "shown", event.timeStamp, null, null, -1, 0, 0, "");
        }
    }

    function median(values) {
        const sorted = values.filter((value) => isFinite(value)).sort((a, b) => a - b);
        return sorted.length === 0 ? null : tenth(sorted[Math.floor(sorted.length / 2)]);
    }

    // What really delivered the moves, not what the browser says it could do.
    function sourceOf(recording) {
        return recording.rawSeen ? "raw" : recording.mergedSeen ? "coalesced" : "move";
    }

    function sessionOf(recording) {
        const begin = performance.timeOrigin + (recording.first === null ? recording.begun : recording.first);
        return {
            format: "sightline-mouse",
            version: 1,
            session: recording.id,
            label: recording.label,
            startedUtc: new Date(begin).toISOString().replace(/\.\d+Z$/, "Z"),
            space: "client",
            viewport: recording.viewport,
            pixelRatio: recording.pixelRatio,
            source: sourceOf(recording),
            medianStepMs: median(recording.steps),
            columns: columns,
            events: recording.events,
        };
    }

    const anywhere = {capture: true, passive: true};
    const listeners = window.PointerEvent
        ? [
              [window, "pointerrawupdate", onMotion],
              [window, "pointermove", onMotion],
              [window, "pointerdown", onButton],
              [window, "pointerup", onButton],
              [window, "pointercancel", onButton],
              [document.documentElement, "pointerleave", onBorder],
              [document.documentElement, "pointerenter", onBorder],
          ]
        : [
              [window, "mousemove", onMotion],
              [window, "mousedown", onButton],
              [window, "mouseup", onButton],
          ];
    listeners.push([window, "wheel", onWheel], [window, "resize", onResize], [document, "visibilitychange", onVisibility]);

    /* Begins a session; false where one runs already. */
    function start(label) {
        if (current) {
            return false;
        }
        current = {
            id: randomId(), label: String(label !== undefined ? label : settings.label).trim(), begun: performance.now(),
            first: null, events: [], steps: [], moves: 0, presses: 0, held: 0, lastMove: -Infinity, rawSeen: false,
            mergedSeen: false, viewport: [window.innerWidth, window.innerHeight], pixelRatio: window.devicePixelRatio || 1,
        };
        for (const [target, type, listener] of listeners) {
            target.addEventListener(type, listener, anywhere);
        }
        if (onChange) {
            onChange();
        }
        return true;
    }

    /* Ends the session and returns it, null where none ran. With an address it is posted there, once. */
    function stop() {
        if (!current) {
            return null;
        }
        for (const [target, type, listener] of listeners) {
            target.removeEventListener(type, listener, anywhere);
        }
        lastSession = sessionOf(current);
        current = null;
        if (settings.post && lastSession.events.length > 0) {
            send();
        }
        if (onChange) {
            onChange();
        }
        return lastSession;
    }

    let notice = null; // what the host page's visitor sees; has show(state)

    /* Posts the last session, without cookies and without the page's address. Resolves to true where it was taken. */
    function send() {
        const body = JSON.stringify(lastSession);
        const show = (state) => notice && notice.show(state);
        show("sending");
        return fetch(settings.post, {
            method: "POST", headers: {"Content-Type": "application/json"}, body: body, credentials: "omit",
            referrerPolicy: "no-referrer", keepalive: body.length < keepAliveBytes,
        }).then((answer) => answer.ok, () => false).then((taken) => {
            show(taken ? "sent" : "failed");
            return taken;
        });
    }

    /* A strip at the bottom that asks first, shows that it records, and stops. */
    function makeNotice() {
        const host = document.createElement("div");
        const root = host.attachShadow({mode: "open"});
        root.innerHTML = `<style>
:host { all: initial; position: fixed; left: 16px; bottom: 16px; z-index: 2147483000; color-scheme: light dark }
div { box-sizing: border-box; max-width: min(520px, calc(100vw - 32px)); padding: 12px 16px; border-radius: 10px;
  display: flex; gap: 12px; align-items: center; font: 14px/1.45 system-ui, sans-serif; background: #fff; color: #16202a;
  border: 1px solid #c2cad2; box-shadow: 0 6px 24px rgb(0 0 0 / .18) }
button { flex: none; font: inherit; font-weight: 600; padding: 7px 14px; border-radius: 7px; cursor: pointer;
  border: 1px solid #c2cad2; background: transparent; color: inherit }
button.main { background: #0b6a8c; border-color: #0b6a8c; color: #fff }
button:focus-visible { outline: 2px solid #0b6a8c; outline-offset: 2px }
@media (prefers-color-scheme: dark) { div { background: #171e25; color: #e7ecf1; border-color: #414e5b }
  button { border-color: #414e5b } button.main { background: #4fb7da; border-color: #4fb7da; color: #06202b } }
</style><div role="status"><span></span></div>`;
        const strip = root.querySelector("div");
        const words = root.querySelector("span");
        const button = (text, main, action) => {
            const made = document.createElement("button");
            made.textContent = text;
            made.className = main ? "main" : "";
            made.addEventListener("click", action);
            strip.append(made);
        };
        const states = {
            ask: ["Record how you move the pointer on this page? Times, positions, buttons and wheel are stored and sent to "
                  + "this site's operator. No keys, no text.",
                  ["Record", true, () => start() && notice.show("recording")], ["No", false, () => host.remove()]],
            recording: ["Recording pointer movements.", ["Stop and send", true, () => stop() && notice.show("empty")]],
            empty: ["Nothing was recorded, nothing was sent.", ["Close", false, () => host.remove()]],
            sending: ["Sending …"],
            sent: ["Sent. Thank you.", ["Close", false, () => host.remove()]],
            failed: ["The recording could not be sent.", ["Try again", true, send], ["Discard", false, () => host.remove()]],
        };
        notice = {
            show(state) {
                if (state === "empty" && lastSession && lastSession.events.length > 0) {
                    return;
                }
                words.textContent = states[state][0];
                strip.querySelectorAll("button").forEach((old) => old.remove());
                states[state].slice(1).forEach((one) => button(...one));
            },
        };
        notice.show("ask");
        document.body.append(host);
    }

    window.sightlineCollector = {
        start,
        stop,
        send,
        get recording() { return current !== null; },
        get session() { return lastSession; },
        /* Figures of the running recording; `source` and `medianStepMs` as they would be written now. */
        live() {
            return current && {
                events: current.events.length, moves: current.moves, presses: current.presses,
                seconds: (performance.now() - current.begun) / 1000, source: current.moves ? sourceOf(current) : "",
                medianStepMs: median(current.steps.slice(-400)),
            };
        },
        set onchange(listener) { onChange = listener; },
    };

    if (settings.post) {
        window.addEventListener("pagehide", stop);
        if (settings.ask) {
            document.body ? makeNotice() : window.addEventListener("DOMContentLoaded", makeNotice);
        }
    }
})();
