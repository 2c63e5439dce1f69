// Before the first paint, so that a chosen theme never flashes the other one. A file of its own: no inline script.
try {
  const theme = localStorage.getItem('theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Storage may be switched off: then the system's theme it is.
}
