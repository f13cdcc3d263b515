//! What a sample says of itself, at the end of its file:
//!
//! ```text
//! // What it answers:
//! //   events/counter.test.json, again
//! //     → {"count":2,…}
//! ```
//!
//! Behind the event may stand `again` (in the same environment), `handler=NAME`, and environment variables as `NAME=VALUE`.
//! `…` in an answer is anything.

/// One line of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    pub event: String,
    pub handler: String,
    pub env: Vec<(String, String)>,
    pub again: bool,
    pub answer: String,
}

impl Promise {
    /// Whether this is the answer that was promised.
    pub fn is_kept_by(&self, answer: &str) -> bool {
        let pieces: Vec<&str> = self.answer.split('…').collect();
        let (first, rest) = pieces.split_first().expect("split gives one piece at least");
        let Some(mut left) = answer.strip_prefix(first) else { return false };
        let Some((last, middle)) = rest.split_last() else { return left.is_empty() };
        for piece in middle {
            let Some(at) = left.find(piece) else { return false };
            left = &left[at + piece.len()..];
        }
        left.ends_with(last)
    }
}

/// All of a file.
pub fn promises(text: &str) -> Vec<Promise> {
    let mut promises = Vec::new();
    let mut lines = text
        .lines()
        .skip_while(|line| *line != "// What it answers:")
        .skip(1)
        .filter_map(|line| line.strip_prefix("// "));
    while let (Some(event), Some(answer)) = (lines.next(), lines.next()) {
        promises.push(promise(event.trim(), answer.trim().strip_prefix("→ ").expect("an answer")));
    }
    promises
}

fn promise(asked: &str, answer: &str) -> Promise {
    let mut words = asked.split(", ");
    let event = words.next().unwrap_or_default().to_owned();
    let mut promise =
        Promise { event, handler: "handler".to_owned(), env: Vec::new(), again: false, answer: answer.to_owned() };
    for word in words {
        match word.split_once('=') {
            Some(("handler", name)) => name.clone_into(&mut promise.handler),
            Some((name, value)) => promise.env.push((name.to_owned(), value.to_owned())),
            None => promise.again = word == "again",
        }
    }
    promise
}

#[test]
fn promises_are_read_as_they_are_written() {
    let text =
        "code();\n\n// What it answers:\n//   events/a.json, again, X=1, handler=other\n//     → {\"n\":…,\"x\":2}\n";
    let expected = Promise {
        event: "events/a.json".into(),
        handler: "other".into(),
        env: vec![("X".into(), "1".into())],
        again: true,
        answer: "{\"n\":…,\"x\":2}".into(),
    };
    assert_eq!(promises(text), std::slice::from_ref(&expected));
    assert!(expected.is_kept_by("{\"n\":5,\"x\":2}"));
    assert!(!expected.is_kept_by("{\"n\":5,\"x\":3}"));
    assert!(!expected.is_kept_by("{\"m\":5,\"x\":2}"));
}
