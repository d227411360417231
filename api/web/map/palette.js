// The colours of the map, by theme. On their paper they keep 3 to 1, thin water and streets apart.

const LIGHT = {
  paper: "#f4f6f8", water: "#bcdcf5", street: "#c3ccd6", major: "#a9b5c2", label: "#3d4854", halo: "#ffffff", closed: "#7d6b9e", cutoff: "#1d2733",
  ring: "#ffffff", depot: "#1d2733", transfer_station: "#7a4b1e", plant: "#7a4b1e", water_point: "#1f6fbf", charging_station: "#23784a",
  picked: "#d1006c", faint: "#9aa6b2",
  swept: "#0b7a53", washed: "#1667b8", collected: "#6a4fb3", cleared: "#00798c", hand: "#a86400", uncovered: "#c0241b", missed: "#b8788a", later: "#6b7480",
  ramp: ["#9ecae1", "#4292c6", "#2171b5", "#6a51a3", "#54278f"],
};
const DARK = {
  paper: "#12181e", water: "#1d3d55", street: "#3a4652", major: "#52606e", label: "#d4dbe2", halo: "#12181e", closed: "#a893d1", cutoff: "#e6ebf0",
  ring: "#12181e", depot: "#e6ebf0", transfer_station: "#d59a63", plant: "#d59a63", water_point: "#6fb5f2", charging_station: "#5cc48a",
  picked: "#ff6ab3", faint: "#5a6773",
  swept: "#3fbf8c", washed: "#5aa9f0", collected: "#b39df0", cleared: "#4ac3d6", hand: "#e5a23d", uncovered: "#ff7d73", missed: "#a3707d", later: "#9aa6b2",
  ramp: ["#3b6a8a", "#4f9ed6", "#79b8ea", "#b79cf2", "#e3c7ff"],
};

export const palette = () => (document.documentElement.dataset.theme === "dark" ? DARK : LIGHT);

// Returns the colour of a share of the ramp.
export function rampColour(share) {
  const { ramp } = palette();
  return ramp[Math.min(ramp.length - 1, Math.floor(share * ramp.length))];
}
