import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";
import { cssVariablesOf, dark, light } from "./tokens.ts";

/** The one accent: a quiet blue, of no tier. */
const accent: MantineColorsTuple = [
  "#eef1fd",
  "#dbe2fa",
  "#b9c5f4",
  "#94a7ef",
  "#7189e6",
  "#5672dd",
  dark.accent,
  light.accent,
  "#2b44a3",
  "#223783",
];

/** Mantine paints the dark scheme with this tuple: text first, ground last. */
const night: MantineColorsTuple = [
  dark.text,
  "#b9c1ce",
  dark.dimmed,
  "#788293",
  "#3b4452",
  dark.border,
  dark.raised,
  dark.page,
  "#0e1014",
  "#0a0c0f",
];

const sans = '"Inter Variable", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

/** 15 px base, 4 px grid, 8 px corners, shadows only on what floats, motion under 150 ms. Source: screens.md. */
export const theme = createTheme({
  primaryColor: "accent",
  primaryShade: { light: 7, dark: 6 },
  colors: { accent, dark: night },
  fontFamily: sans,
  headings: {
    fontFamily: sans,
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "1.375rem", lineHeight: "1.3" },
      h2: { fontSize: "1.125rem", lineHeight: "1.35" },
      h3: { fontSize: "0.9375rem", lineHeight: "1.4" },
      h4: { fontSize: "0.875rem", lineHeight: "1.4" },
    },
  },
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.9375rem", lg: "1.0625rem", xl: "1.25rem" },
  lineHeights: { xs: "1.35", sm: "1.4", md: "1.5", lg: "1.5", xl: "1.4" },
  spacing: { xs: "0.5rem", sm: "0.75rem", md: "1rem", lg: "1.5rem", xl: "2rem" },
  radius: { xs: "0.25rem", sm: "0.375rem", md: "0.5rem", lg: "0.75rem", xl: "1rem" },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  activeClassName: "",
  components: {
    Button: { defaultProps: { size: "sm" } },
    Modal: { defaultProps: { transitionProps: { transition: "fade", duration: 100 }, centered: true } },
    Menu: { defaultProps: { transitionProps: { transition: "fade", duration: 80 }, shadow: "md" } },
    Popover: { defaultProps: { transitionProps: { transition: "fade", duration: 80 }, shadow: "md" } },
    Tooltip: {
      defaultProps: {
        transitionProps: { transition: "fade", duration: 80 },
        events: { hover: true, focus: true, touch: true },
        openDelay: 200,
        multiline: true,
        maw: 320,
      },
    },
  },
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...cssVariablesOf(light),
    "--mantine-color-body": light.page,
    "--mantine-color-text": light.text,
    "--mantine-color-dimmed": light.dimmed,
    "--mantine-color-placeholder": light.dimmed,
    "--mantine-color-default-border": light.border,
    "--mantine-color-error": light.danger,
    "--mantine-color-anchor": light.accentText,
  },
  dark: {
    ...cssVariablesOf(dark),
    "--mantine-color-body": dark.page,
    "--mantine-color-text": dark.text,
    "--mantine-color-dimmed": dark.dimmed,
    "--mantine-color-placeholder": dark.dimmed,
    "--mantine-color-default": dark.raised,
    "--mantine-color-default-hover": "#2a313d",
    "--mantine-color-default-border": dark.border,
    "--mantine-color-error": dark.danger,
    "--mantine-color-anchor": dark.accentText,
  },
});
