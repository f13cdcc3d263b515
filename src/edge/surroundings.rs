//! What the environment says about the terminal. The terminal itself is never asked: some never answer.

use crate::app::Depth;

/// How many colours to use, from the variables that terminals and their users set.
pub fn colour_depth(variable: impl Fn(&str) -> Option<String>) -> Depth {
    let says = |name: &str| variable(name).unwrap_or_default().to_lowercase();
    let (term, colour_term) = (says("TERM"), says("COLORTERM"));
    // https://no-color.org: set and not empty.
    if !says("NO_COLOR").is_empty() || term == "dumb" {
        Depth::None
    } else if matches!(colour_term.as_str(), "truecolor" | "24bit")
        || term.contains("direct")
        || !says("WT_SESSION").is_empty()
    {
        Depth::True
    } else if term.contains("256color")
        || term.contains("kitty")
        || term.contains("alacritty")
        || !colour_term.is_empty()
    {
        Depth::Indexed
    } else {
        Depth::Sixteen
    }
}

/// Whether the terminal says that it can only write line after line.
pub fn is_dumb(variable: impl Fn(&str) -> Option<String>) -> bool {
    variable("TERM").is_some_and(|term| term.trim().eq_ignore_ascii_case("dumb"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn depth(variables: &[(&str, &str)]) -> Depth {
        colour_depth(|name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_environment_says_how_many_colours_there_are() {
        assert_eq!(depth(&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")]), Depth::True);
        assert_eq!(depth(&[("TERM", "xterm-256color")]), Depth::Indexed);
        assert_eq!(depth(&[("TERM", "linux")]), Depth::Sixteen);
        assert_eq!(depth(&[("TERM", "dumb"), ("COLORTERM", "truecolor")]), Depth::None);
        assert_eq!(depth(&[("TERM", "xterm-256color"), ("NO_COLOR", "1")]), Depth::None);
        assert_eq!(depth(&[("TERM", "xterm"), ("NO_COLOR", "")]), Depth::Sixteen);
    }
}
