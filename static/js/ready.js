// Tells the styles that scripts run; loads before the page is drawn so that nothing jumps.
document.documentElement.classList.add("js");
