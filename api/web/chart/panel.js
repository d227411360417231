// The time chart of the duties.

export function mount(box) {
  box.hidden = true;
}
