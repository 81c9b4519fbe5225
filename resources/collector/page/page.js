"use strict";
(function () {
    const collector = window.sightlineCollector;
    const byId = (id) => document.getElementById(id);
    const area = byId("area");
    const hints = {
        free: "Move, click and scroll as you usually work.",
        follow: "Keep the pointer on the moving ring for 20 seconds.",
        click: "Click each disc as it appears: orange left, blue right button.",
        drag: "Drag each square into its frame.",
    };
    let unsaved = false;
    let state = "ready";
    let task = {id: "free", stop() {}};
    let refresh = 0; // the frame asked for, 0: none

    function show(next) {
        state = next;
        const words = {ready: "Ready", recording: "Recording", stopped: "Not saved yet", saved: "Saved"};
        byId("state").dataset.state = next;
        byId("state").textContent = words[next];
        byId("start").disabled = next === "recording" || !byId("consent").checked;
        byId("start").textContent = next === "ready" || next === "recording" ? "Start" : "Start new";
        byId("start").classList.toggle("main", next !== "stopped");
        byId("stop").disabled = next !== "recording";
        byId("save").disabled = !collector.session || next === "recording";
        byId("save").classList.toggle("main", next === "stopped");
        byId("name").disabled = byId("consent").disabled = next === "recording";
        byId("empty").hidden = next === "recording" || (collector.session !== null && collector.session.events.length > 0);
    }

    function thousands(number) {
        return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
    }

    function showFigures() {
        refresh = 0;
        const live = collector.live();
        if (!live) {
            return;
        }
        const seconds = Math.floor(live.seconds);
        byId("events").textContent = thousands(live.events);
        byId("moves").textContent = thousands(live.moves);
        byId("presses").textContent = thousands(live.presses);
        byId("time").textContent = Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
        byId("step").textContent = live.medianStepMs === null ? "–" : live.medianStepMs.toFixed(1) + " ms";
        byId("source").textContent =
            {raw: "raw updates", coalesced: "merged moves", move: "plain moves"}[live.source] || "–";
        byId("advice").textContent = live.events < 200 ? "Sightline judges windows of 200 events; go on."
            : live.events < 1000 ? "Enough for a verdict; 1,000 events make a good session."
            : live.source === "move" ? "This browser reports one position a picture only; others report finer steps."
            : "A good session. Stop whenever you like.";
    }

    // What was recorded, as it will stand in the file: nothing to guess before saving.
    function drawPath() {
        const canvas = byId("path");
        const scale = window.devicePixelRatio || 1;
        const place = area.getBoundingClientRect();
        canvas.width = Math.round(place.width * scale);
        canvas.height = Math.round(place.height * scale);
        if (state === "recording" || !collector.session) {
            return;
        }
        const pen = canvas.getContext("2d");
        const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name);
        pen.setTransform(scale, 0, 0, scale, -place.left * scale, -place.top * scale);
        pen.lineWidth = 1.5;
        pen.lineJoin = "round";
        pen.strokeStyle = colour("--accent");
        pen.beginPath();
        let last = null;
        for (const [t, kind, x, y] of collector.session.events) {
            const joined = last !== null && t - last < 1000;
            if (kind === "move" || kind === "down" || kind === "up") {
                joined ? pen.lineTo(x, y) : pen.moveTo(x, y);
                last = t;
            } else if (kind !== "wheel") {
                last = null;
            }
        }
        pen.stroke();
        for (const [, kind, x, y, button] of collector.session.events) {
            if (kind === "down") {
                pen.fillStyle = colour(button === 2 ? "--second" : "--target");
                pen.beginPath();
                pen.arc(x, y, 4, 0, 2 * Math.PI);
                pen.fill();
            }
        }
    }

    function start() {
        if (unsaved && !confirm("The last recording is not saved. Discard it and record again?")) {
            return;
        }
        unsaved = false;
        collector.start(byId("name").value);
        begin(task.id);
    }

    function stopped() {
        task.stop();
        byId("score").textContent = "";
        const session = collector.session;
        unsaved = session.events.length > 0;
        show(unsaved ? "stopped" : "ready");
        byId("save").disabled = !unsaved;
        byId("hint").textContent = unsaved ? "This is what was recorded: the path, left presses orange, others blue."
                                           : "Nothing was recorded: the pointer did not move.";
        drawPath();
    }

    collector.onchange = function () {
        if (collector.recording) {
            if (state !== "recording") {
                show("recording");
                drawPath();
            }
            refresh = refresh || requestAnimationFrame(showFigures);
        } else if (state === "recording") {
            stopped();
        }
    };
    setInterval(() => collector.recording && showFigures(), 500);

    function save() {
        const session = collector.session;
        const name = session.label.replace(/[^\p{L}\p{N}_-]+/gu, "-").replace(/^-+|-+$/g, "") || session.session;
        const link = document.createElement("a");
        link.href = URL.createObjectURL(new Blob([JSON.stringify(session)], {type: "application/json"}));
        link.download = "mouse-" + name + "-" + session.startedUtc.replace(/[-:]/g, "") + ".json";
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 10000);
        unsaved = false;
        show("saved");
        byId("hint").textContent = "Open " + link.download + " in Sightline.";
    }

    function thing(className, x, y, text) {
        const made = document.createElement("div");
        made.className = "thing " + className;
        made.textContent = text || "";
        area.append(made);
        made.move = (left, top) => { made.style.left = left + "px"; made.style.top = top + "px"; };
        made.move(x, y);
        return made;
    }

    function somewhere() {
        return [60 + Math.random() * (area.clientWidth - 120), 60 + Math.random() * (area.clientHeight - 120)];
    }

    function finished(words) {
        begin("free");
        byId("hint").textContent = words + " Go on freely, choose another task, or stop.";
    }

    // Each task puts its things into the area and returns how to take them away.
    const tasks = {
        free: () => () => {},
        follow() {
            const ring = thing("follow", 0, 0);
            const began = performance.now();
            const [a, b, p, q] = [0.9 + Math.random() * 0.5, 1.3 + Math.random() * 0.6, Math.random() * 6, Math.random() * 6];
            let pointer = [-1e4, -1e4];
            let frames = 0;
            let on = 0;
            let frame = requestAnimationFrame(step);
            const remember = (event) => { pointer = [event.clientX, event.clientY]; };
            window.addEventListener("pointermove", remember);
            function step(now) {
                const t = (now - began) / 1000;
                if (t > 20) {
                    finished("On the ring for " + Math.round(100 * on / frames) + " % of the time.");
                    return;
                }
                const x = area.clientWidth * (0.5 + 0.4 * Math.sin(a * t + p));
                const y = area.clientHeight * (0.5 + 0.38 * Math.sin(b * t + q));
                const place = area.getBoundingClientRect();
                const near = Math.hypot(pointer[0] - place.left - x, pointer[1] - place.top - y) < 30;
                ring.move(x, y);
                ring.classList.toggle("on", near);
                frames += 1;
                on += near ? 1 : 0;
                byId("score").textContent = Math.max(0, Math.ceil(20 - t)) + " s";
                frame = requestAnimationFrame(step);
            }
            return () => { cancelAnimationFrame(frame); window.removeEventListener("pointermove", remember); ring.remove(); };
        },
        click() {
            const rounds = 16;
            let done = 0;
            let disc = null;
            function next() {
                byId("score").textContent = done + " of " + rounds;
                if (done === rounds) {
                    finished("All discs clicked.");
                    return;
                }
                const right = done % 4 === 3;
                disc = thing(right ? "right" : "", ...somewhere(), right ? "right" : "left");
                disc.addEventListener("pointerdown", (event) => {
                    if (event.button === (right ? 2 : 0)) {
                        disc.remove();
                        done += 1;
                        next();
                    }
                });
            }
            next();
            return () => disc.remove();
        },
        drag() {
            const rounds = 8;
            let done = 0;
            let pair = [];
            function next() {
                byId("score").textContent = done + " of " + rounds;
                if (done === rounds) {
                    finished("All squares are in their frames.");
                    return;
                }
                const slot = thing("slot", ...somewhere());
                const chip = thing("chip", ...somewhere());
                pair = [slot, chip];
                chip.addEventListener("pointerdown", (event) => chip.setPointerCapture(event.pointerId));
                chip.addEventListener("pointermove", (event) => {
                    if (chip.hasPointerCapture(event.pointerId)) {
                        const place = area.getBoundingClientRect();
                        chip.move(event.clientX - place.left, event.clientY - place.top);
                    }
                });
                chip.addEventListener("pointerup", () => {
                    if (Math.hypot(chip.offsetLeft - slot.offsetLeft - 8, chip.offsetTop - slot.offsetTop - 8) < 24) {
                        pair.forEach((one) => one.remove());
                        done += 1;
                        next();
                    }
                });
            }
            next();
            return () => pair.forEach((one) => one.remove());
        },
    };

    function begin(id) {
        task.stop();
        byId("score").textContent = "";
        byId("hint").textContent = hints[id];
        task = {id: id, stop() {}};
        document.querySelectorAll(".tasks button").forEach(
            (button) => button.setAttribute("aria-pressed", String(button.dataset.task === id)));
        if (collector.recording) {
            task.stop = tasks[id]();
        }
    }

    byId("consent").addEventListener("change", () => show(state));
    byId("start").addEventListener("click", start);
    byId("stop").addEventListener("click", () => { showFigures(); collector.stop(); });
    byId("save").addEventListener("click", save);
    document.querySelectorAll(".tasks button").forEach(
        (button) => button.addEventListener("click", () => begin(button.dataset.task)));
    // A right click belongs to the recording here, not to the browser's menu.
    area.addEventListener("contextmenu", (event) => event.preventDefault());
    area.addEventListener("dragstart", (event) => event.preventDefault());
    window.addEventListener("resize", drawPath);
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawPath);
    window.addEventListener("beforeunload", (event) => {
        if (unsaved || collector.recording) {
            event.preventDefault();
        }
    });
    show("ready");
    begin("free");
})();
