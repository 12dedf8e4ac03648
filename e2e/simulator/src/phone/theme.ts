import { type CSSVariablesResolver, createTheme, type MantineColorsTuple, Portal } from "@mantine/core";

/** One accent, indigo: nobody's brand. */
const accent: MantineColorsTuple = [
  "#eef0fb",
  "#dadff4",
  "#b5bee9",
  "#8d9ade",
  "#6b7bd4",
  "#5667ce",
  "#4453b8",
  "#3a47a1",
  "#303c8b",
  "#242f73",
];

/** Greys with a little blue, for the dark scheme. */
const dark: MantineColorsTuple = [
  "#d9dce7",
  "#bcc2d2",
  "#a4abbd",
  "#70778c",
  "#4b5165",
  "#3a4052",
  "#262b39",
  "#1a1d27",
  "#14171f",
  "#0e1017",
];

/** Where menus and popovers are drawn: inside the page's landmarks, so that screen readers place them. */
export const floatingId = "floating";

export const theme = createTheme({
  colors: { accent, dark },
  primaryColor: "accent",
  primaryShade: 6,
  autoContrast: true,
  defaultRadius: 8,
  fontFamily: "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Portal: Portal.extend({ defaultProps: { target: `#${floatingId}`, reuseTargetNode: false } }),
  },
});

/** Where Mantine's own shades would be too dark to tell apart, or too pale to read. */
export const variables: CSSVariablesResolver = () => ({
  variables: { "--mantine-color-dimmed": "var(--soft)" },
  light: {},
  dark: {
    "--mantine-color-dimmed": "var(--soft)",
    "--mantine-color-accent-light": "#2b3460",
    "--mantine-color-accent-light-hover": "#343f75",
    "--mantine-color-accent-light-color": "#dadff4",
  },
});
