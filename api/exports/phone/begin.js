// What the buttons do, and the duty with which the page opens.
function toggleList() {
  const showList = $("all").hidden;
  $("all").hidden = !showList;
  $("drive").hidden = showList;
  $("show-list").textContent = showList ? say.map : say.list;
  if (showList) $("list").querySelector(".now")?.scrollIntoView({ block: "center" });
  else draw();
}

options = { light: "auto", awake: false, shifted: false, ...kept("onebroom/options", {}) };
$("show-list").textContent = say.list;
$("open-in").textContent = say.open_in;
$("skip").textContent = say.skip;
$("done").textContent = "✓ " + say.done;
$("open-settings").ariaLabel = say.settings;
$("locate").ariaLabel = say.locate;
$("duty").replaceChildren(...data.duties.map((one, n) => new Option([one.name, one.driver].filter(Boolean).join(" · "), n)));
$("duty").onchange = () => open(Number($("duty").value));
$("show-list").onclick = toggleList;
$("open-in").onclick = askMap;
$("skip").onclick = askWhy;
$("done").onclick = () => report(duty.lines[next()], "done");
$("big").onclick = () => {
  const line = duty.lines[next()];
  if (line && turn < line.turns.length) { turn += 1; render(); }
};
$("then").onclick = () => { if (turn) { turn -= 1; render(); } };
$("open-settings").onclick = askSettings;
$("locate").onclick = locate;
$("in").onclick = () => zoom(1.5);
$("out").onclick = () => zoom(1 / 1.5);
addEventListener("resize", draw);
addEventListener("online", send);
addEventListener("offline", renderState);
document.addEventListener("visibilitychange", () => { if (!document.hidden) { stayAwake(); send(); } });
setInterval(send, 60000);
// The duty that is on, or else the next one.
const isOn = data.duties.findIndex((one) => nowS() < one.end + 3600);
open(Math.max(0, isOn));
$("duty").value = String(Math.max(0, isOn));
useOptions();
