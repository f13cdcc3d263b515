//! How right an answer was, and what to say about it.

/// The verdict on one answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Grade {
    /// From 0 to 1.
    pub score: f64,
    /// What each wrong pick deserves to hear.
    pub remarks: Vec<Remark>,
    /// The right answer, one line a part.
    pub right_answer: Vec<String>,
    /// Why the right answer is right.
    pub explanation: Option<String>,
}

/// One thing to say about one part of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remark {
    /// The choice or number it is about.
    pub about: String,
    /// The author's line for it.
    pub text: Option<String>,
    /// The id of the belief it shows.
    pub misconception: Option<String>,
}

/// A score in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Everything.
    Right,
    /// Something.
    Partly,
    /// Nothing.
    Wrong,
}

/// Scores are sums of fractions; this far from one is one.
const ALL_BUT_ROUNDING: f64 = 1.0 - 1e-9;

impl Grade {
    /// The score in one word.
    pub fn verdict(&self) -> Verdict {
        if self.score >= ALL_BUT_ROUNDING {
            Verdict::Right
        } else if self.score > 0.0 {
            Verdict::Partly
        } else {
            Verdict::Wrong
        }
    }

    /// Whether nothing was missing.
    pub fn is_right(&self) -> bool {
        self.verdict() == Verdict::Right
    }

    /// The ids of the misconceptions that showed, each once.
    pub fn misconceptions(&self) -> Vec<String> {
        let mut ids: Vec<String> = self.remarks.iter().filter_map(|remark| remark.misconception.clone()).collect();
        ids.sort();
        ids.dedup();
        ids
    }
}
