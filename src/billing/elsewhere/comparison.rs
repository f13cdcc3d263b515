//! An invoice of another provider with its labels: assumed, left out, not comparable.

use std::fmt::Write as _;

use serde::{Serialize, Serializer};

use super::Book;
use crate::billing::Invoice;

/// What the same usage costs under another book.
#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    /// Whose rules.
    #[serde(rename = "as")]
    pub book: Book,
    /// The bill.
    #[serde(flatten)]
    pub invoice: Invoice,
    /// What the usage file did not say.
    pub assumed: Vec<String>,
    /// What the two providers bill so differently that the totals do not tell.
    pub not_comparable: &'static [&'static str],
    /// Lines of Lambda's bill without a counterpart here.
    pub left_out: Vec<String>,
}

impl Serialize for Book {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl Comparison {
    /// The invoice and its labels as plain text.
    pub fn to_text(&self) -> String {
        let mut text = self.invoice.to_text();
        let list = |text: &mut String, title: &str, items: &[&str]| {
            if !items.is_empty() {
                let _ = write!(text, "\n{title}\n");
                for item in items {
                    let _ = writeln!(text, "  - {item}");
                }
            }
        };
        let borrowed = |items: &[String]| -> Vec<String> { items.to_vec() };
        let (assumed, left_out) = (borrowed(&self.assumed), borrowed(&self.left_out));
        list(
            &mut text,
            "Comparable",
            &["Requests and the time they run, each at list price before tax and discounts."],
        );
        list(&mut text, "Not comparable", self.not_comparable);
        list(&mut text, "Assumed", &assumed.iter().map(String::as_str).collect::<Vec<_>>());
        list(&mut text, "Left out, on Lambda's bill only", &left_out.iter().map(String::as_str).collect::<Vec<_>>());
        text
    }
}
