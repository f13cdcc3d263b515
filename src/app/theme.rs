//! Colour by meaning. A view asks for a role; a theme says how the role looks; the terminal's depth decides how exactly.

use ratatui::style::{Color, Modifier, Style};

/// What a piece of the screen means. The order is the order of the rows in each theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Role {
    /// The page itself (a background).
    Ground,
    /// A card on the page (a background).
    Panel,
    /// The bars above and below, a callout (a background).
    Bar,
    /// What is selected in a list, a text field (a background).
    Selection,
    /// Reading text.
    Text,
    /// Headings and totals: text that leads.
    Strong,
    /// Secondary text.
    Muted,
    /// Thin lines.
    Rule,
    /// What can be acted on.
    Accent,
    /// An environment in INIT; a cold start.
    Starting,
    /// The quiet fill of a long initialisation.
    StartingDim,
    /// An invocation running.
    Running,
    /// Warm and waiting.
    Idle,
    /// Refused with a 429.
    Throttled,
    /// Any amount of money.
    Money,
    /// Right, reached, done.
    Ok,
    /// Worth a look.
    Warning,
    /// Wrong, failed.
    Danger,
    /// Code: keywords.
    Keyword,
    /// Code: text and other literals.
    Literal,
    /// Code: comments.
    Comment,
    /// Code: names of functions and types.
    Name,
}

/// How many colours the terminal shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// 24 bits.
    #[default]
    True,
    /// The 256-colour cube.
    Indexed,
    /// The sixteen named colours.
    Sixteen,
    /// No colour at all: only bold, dim, underlined and reversed.
    None,
}

/// How one role looks: its colour, its nearest among the named sixteen, and what carries its meaning besides colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ink {
    hex: u32,
    named: Color,
    modifier: Modifier,
}

const ROLES: usize = Role::Name as usize + 1;

/// A complete set of looks, at one colour depth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// What `--theme` calls it.
    pub name: &'static str,
    depth: Depth,
    inks: [Ink; ROLES],
}

const fn ink(hex: u32, named: Color) -> Ink {
    Ink { hex, named, modifier: Modifier::empty() }
}

const fn bold(hex: u32, named: Color) -> Ink {
    Ink { hex, named, modifier: Modifier::BOLD }
}

const fn with(modifier: Modifier) -> Ink {
    Ink { hex: 0, named: Color::Reset, modifier }
}

const DARK: [Ink; ROLES] = [
    ink(0x16_18_1d, Color::Reset),
    ink(0x21_25_2e, Color::Reset),
    ink(0x1d_21_28, Color::Reset),
    ink(0x33_3b_4a, Color::DarkGray),
    ink(0xd0_d4_dc, Color::Reset),
    bold(0xf0_f2_f6, Color::White),
    ink(0x70_78_86, Color::DarkGray),
    ink(0x3a_40_4c, Color::DarkGray),
    ink(0x8a_b4_f8, Color::LightBlue),
    ink(0x5c_c8_fa, Color::LightCyan),
    ink(0x27_43_54, Color::Cyan),
    ink(0xff_b4_54, Color::LightYellow),
    ink(0x48_80_5f, Color::Green),
    ink(0xff_5f_6b, Color::LightRed),
    ink(0xe8_c9_5a, Color::Yellow),
    ink(0x6c_c3_8a, Color::LightGreen),
    ink(0xff_b4_54, Color::LightYellow),
    ink(0xff_5f_6b, Color::LightRed),
    ink(0xc7_9b_f0, Color::LightMagenta),
    ink(0x9c_cf_8f, Color::LightGreen),
    ink(0x70_78_86, Color::DarkGray),
    ink(0x7f_c8_e8, Color::LightCyan),
];

const LIGHT: [Ink; ROLES] = [
    ink(0xfb_fb_f8, Color::Reset),
    ink(0xf0_f1_ee, Color::Reset),
    ink(0xf0_f1_ee, Color::Reset),
    ink(0xd8_e3_f8, Color::Gray),
    ink(0x2b_2f_36, Color::Reset),
    bold(0x0d_10_14, Color::Black),
    ink(0x6a_70_7b, Color::DarkGray),
    ink(0xcb_ce_d4, Color::Gray),
    ink(0x1f_5f_c4, Color::Blue),
    ink(0x00_78_a8, Color::Cyan),
    ink(0xb8_dd_ec, Color::Cyan),
    ink(0xb3_60_00, Color::Yellow),
    ink(0x5d_9a_75, Color::Green),
    ink(0xc4_20_33, Color::Red),
    ink(0x8a_6a_00, Color::Yellow),
    ink(0x1c_7c_43, Color::Green),
    ink(0xb3_60_00, Color::Yellow),
    ink(0xc4_20_33, Color::Red),
    ink(0x7b_3f_b5, Color::Magenta),
    ink(0x2f_7d_33, Color::Green),
    ink(0x6a_70_7b, Color::DarkGray),
    ink(0x00_70_8f, Color::Cyan),
];

const HIGH_CONTRAST: [Ink; ROLES] = [
    ink(0x00_00_00, Color::Black),
    ink(0x10_10_10, Color::Black),
    ink(0x10_10_10, Color::Black),
    ink(0x00_33_99, Color::Blue),
    ink(0xff_ff_ff, Color::White),
    bold(0xff_ff_ff, Color::White),
    ink(0xc8_c8_c8, Color::Gray),
    ink(0xa0_a0_a0, Color::Gray),
    bold(0x7f_d0_ff, Color::LightCyan),
    bold(0x40_e0_ff, Color::LightCyan),
    ink(0x00_78_90, Color::Cyan),
    bold(0xff_c0_40, Color::LightYellow),
    ink(0x60_e0_90, Color::LightGreen),
    bold(0xff_80_88, Color::LightRed),
    bold(0xff_e0_50, Color::LightYellow),
    bold(0x60_ff_90, Color::LightGreen),
    bold(0xff_c0_40, Color::LightYellow),
    bold(0xff_80_88, Color::LightRed),
    ink(0xe0_b0_ff, Color::LightMagenta),
    ink(0xb0_ff_a0, Color::LightGreen),
    ink(0xc8_c8_c8, Color::Gray),
    ink(0x90_e8_ff, Color::LightCyan),
];

const MONOCHROME: [Ink; ROLES] = [
    with(Modifier::empty()),
    with(Modifier::empty()),
    with(Modifier::empty()),
    with(Modifier::REVERSED),
    with(Modifier::empty()),
    with(Modifier::BOLD),
    with(Modifier::DIM),
    with(Modifier::DIM),
    with(Modifier::BOLD),
    with(Modifier::BOLD),
    with(Modifier::DIM),
    with(Modifier::empty()),
    with(Modifier::DIM),
    with(Modifier::REVERSED),
    with(Modifier::empty()),
    with(Modifier::BOLD),
    with(Modifier::BOLD),
    with(Modifier::REVERSED),
    with(Modifier::BOLD),
    with(Modifier::empty()),
    with(Modifier::DIM),
    with(Modifier::empty()),
];

/// Every theme, by name.
const THEMES: &[(&str, [Ink; ROLES])] =
    &[("dark", DARK), ("light", LIGHT), ("high-contrast", HIGH_CONTRAST), ("monochrome", MONOCHROME)];

impl Theme {
    /// The names `--theme` accepts.
    pub fn names() -> impl Iterator<Item = &'static str> {
        THEMES.iter().map(|(name, _)| *name)
    }

    /// A theme by name, for a terminal that shows this many colours.
    pub fn named(name: &str, depth: Depth) -> Option<Self> {
        let (name, inks) = *THEMES.iter().find(|(known, _)| *known == name)?;
        let colourless = name == "monochrome" || depth == Depth::None;
        let (depth, inks) = if colourless { (Depth::None, MONOCHROME) } else { (depth, inks) };
        Some(Self { name, depth, inks })
    }

    /// The theme a person who chose none sees.
    pub fn dark(depth: Depth) -> Self {
        let (depth, inks) = if depth == Depth::None { (depth, MONOCHROME) } else { (depth, DARK) };
        Self { name: "dark", depth, inks }
    }

    /// How many colours it uses.
    pub fn depth(&self) -> Depth {
        self.depth
    }

    /// Whether meaning must be carried by shape and weight alone.
    pub fn is_colourless(&self) -> bool {
        self.depth == Depth::None
    }

    /// The colour of a role; `Reset` where the terminal or the theme has none.
    pub fn colour(&self, role: Role) -> Color {
        let ink = self.inks[role as usize];
        match self.depth {
            Depth::True => Color::from_u32(ink.hex),
            Depth::Indexed => Color::Indexed(nearest_indexed(ink.hex)),
            Depth::Sixteen => ink.named,
            Depth::None => Color::Reset,
        }
    }

    /// A colour as it is, or the nearest one that the terminal has; `None` where there are too few for a picture.
    pub fn exact(&self, red: u8, green: u8, blue: u8) -> Option<Color> {
        let hex = u32::from_be_bytes([0, red, green, blue]);
        match self.depth() {
            _ if self.is_colourless() => None,
            Depth::True => Some(Color::Rgb(red, green, blue)),
            Depth::Indexed => Some(Color::Indexed(nearest_indexed(hex))),
            _ => None,
        }
    }

    /// Text of a role, on whatever is behind it.
    pub fn style(&self, role: Role) -> Style {
        Style::new().fg(self.colour(role)).add_modifier(self.inks[role as usize].modifier)
    }

    /// An area of a role (`Ground`, `Panel`, `Bar`, `Selection`, or a filled bar of any meaning).
    pub fn fill(&self, role: Role) -> Style {
        Style::new().bg(self.colour(role)).add_modifier(self.inks[role as usize].modifier)
    }

    /// Text of a role in an area of another.
    pub fn on(&self, role: Role, area: Role) -> Style {
        self.fill(area).patch(self.style(role))
    }
}

/// The entry of the 6×6×6 cube or the grey ramp that is closest; the first sixteen are avoided because users redefine them.
fn nearest_indexed(hex: u32) -> u8 {
    const STEPS: [i32; 6] = [0, 95, 135, 175, 215, 255];
    let [_, red, green, blue] = hex.to_be_bytes();
    let wanted = [red, green, blue].map(i32::from);
    let distance =
        |colour: [i32; 3]| -> i32 { colour.iter().zip(wanted).map(|(have, want)| (have - want).pow(2)).sum() };
    let step = |value: i32| (0..6).min_by_key(|&index| (STEPS[index] - value).abs()).unwrap_or(0);
    let cube = wanted.map(step);
    let cube_index = 16 + 36 * cube[0] + 6 * cube[1] + cube[2];
    let grey = ((wanted.iter().sum::<i32>() / 3 - 8 + 5) / 10).clamp(0, 23);
    if distance([8 + 10 * grey; 3]) < distance(cube.map(|index| STEPS[index])) {
        (232 + grey) as u8
    } else {
        cube_index as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dark_theme_has_the_colours_of_the_design() {
        let theme = Theme::dark(Depth::True);
        assert_eq!(theme.colour(Role::Starting), Color::Rgb(0x5c, 0xc8, 0xfa));
        assert_eq!(theme.colour(Role::Ground), Color::Rgb(0x16, 0x18, 0x1d));
        assert_eq!(theme.colour(Role::Money), Color::Rgb(0xe8, 0xc9, 0x5a));
    }

    #[test]
    fn no_colour_means_no_colour_in_any_theme() {
        for name in Theme::names() {
            let theme = Theme::named(name, Depth::None).expect("a listed theme exists");
            assert_eq!(theme.style(Role::Danger).fg, Some(Color::Reset));
        }
    }

    #[test]
    fn the_cube_is_used_where_it_is_closest() {
        assert_eq!(nearest_indexed(0xff_ff_ff), 231);
        assert_eq!(nearest_indexed(0x08_08_08), 232);
        assert_eq!(nearest_indexed(0xff_00_00), 196);
    }
}
