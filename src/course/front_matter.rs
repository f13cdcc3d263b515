//! The lines above a lesson: `---` YAML or `+++` TOML.

/// For whom a lesson is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Never done this.
    Beginner,
    /// Has done it.
    Intermediate,
    /// Runs it in production.
    Advanced,
}

/// What starts a new page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageRule {
    /// `<!-- pagebreak -->`
    #[default]
    Comment,
    /// `---`, too.
    Rule,
    /// Each level-one heading, too.
    Heading1,
    /// Each level-one or level-two heading, too.
    Heading2,
    /// Nothing: one long page.
    None,
}
