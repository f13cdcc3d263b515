//! TOML into a typed value, every mistake with its place and the nearest right name.

use serde::de::DeserializeOwned;

use super::Problem;

/// Reads `text` as a `T`; on a mistake, says what and where, with byte offsets into `text`.
///
/// `T` should refuse unknown fields; the names it would have accepted become the suggestion.
pub fn read_toml<T: DeserializeOwned>(text: &str) -> Result<T, Problem> {
    toml::from_str(text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        let message = error.message().trim().replace('\n', " ");
        rephrase(&message).map_or_else(
            || Problem::error(span.clone(), message.clone()),
            |(name, known)| {
                let what = if message.starts_with("unknown variant") { "value" } else { "key" };
                Problem::unknown(span.clone(), what, name, known)
            },
        )
    })
}

/// Serde says: unknown field `x`, expected one of `a`, `b`. Here: `x`, and [`a`, `b`].
fn rephrase(message: &str) -> Option<(&str, Vec<&str>)> {
    let rest = message.strip_prefix("unknown field `").or_else(|| message.strip_prefix("unknown variant `"))?;
    let (name, rest) = rest.split_once('`')?;
    let known = rest.split('`').skip(1).step_by(2).collect();
    Some((name, known))
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::problem::nearest;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Load {
        #[allow(dead_code)] // only the name of the key matters here; nobody reads the value
        rps: f64,
    }

    #[test]
    fn a_misspelt_key_is_found_and_its_name_suggested() {
        let problem = read_toml::<Load>("rps = 1\nrsp = 2\n").unwrap_err();
        assert_eq!(problem.message, "unknown key `rsp`");
        assert_eq!(problem.span, 8..11);
        assert_eq!(problem.help.as_deref(), Some("did you mean `rps`?"));
        assert_eq!(nearest("rsp", ["rps"]), Some("rps"));
    }
}
