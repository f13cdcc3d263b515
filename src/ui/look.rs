//! How everything on a screen looks: its colours and its characters, handed to every view together.

use ratatui::style::{Modifier, Style};

use crate::app::{Glyphs, Role, Theme};

/// Colours and characters.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    /// Colours by meaning.
    pub theme: &'a Theme,
    /// Characters by meaning.
    pub glyphs: &'a Glyphs,
}

impl Look<'_> {
    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    /// The style of a role, bold.
    pub fn bold(&self, role: Role) -> Style {
        self.theme.style(role).add_modifier(Modifier::BOLD)
    }

    /// A row that is chosen: a ground where there is colour, reversed where there is none.
    pub fn chosen(&self) -> Style {
        self.theme.fill(Role::Selection)
    }

    /// Facts in one line, with a dot between them.
    pub fn joined(&self, facts: &[String]) -> String {
        let facts: Vec<&str> = facts.iter().map(String::as_str).filter(|fact| !fact.is_empty()).collect();
        facts.join(&format!(" {} ", self.glyphs.dot))
    }
}
