// Where the server can't say how the page looks, its cookies do: the theme, and what the Text menu was set to.
const cookies = new Map(document.cookie.split("; ").map((pair) => pair.split("=", 2)));
const page = document.documentElement.dataset;

page.text = (cookies.get("text") ?? "").replaceAll(".", " ");
if (["light", "dark"].includes(cookies.get("theme"))) page.bsTheme = cookies.get("theme");
