//! An object written in JavaScript, where it is only data: quotes of any kind, bare keys, comments, commas at the end.

use serde_json::{Map, Value};

/// A literal is not nested deeper.
const DEPTH_MAX: usize = 32;

/// The object that a module exports; `None` if anything in it has to be computed.
pub fn object(text: &str) -> Option<Value> {
    let begins = ["module.exports", "export default", "= {", "={"];
    // `const sidebars = { … }; module.exports = sidebars;`: the first object that is assigned or exported.
    let found = begins
        .iter()
        .filter_map(|mark| text.find(mark).map(|at| (at, at + mark.len() - usize::from(mark.ends_with('{')))));
    let from = found.min().map_or(0, |(_, end)| end);
    let open = from + text[from..].find('{')?;
    Reader { text, at: open }.value(0)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Option<Value> {
        if depth > DEPTH_MAX {
            return None;
        }
        self.blanks();
        match self.peek()? {
            '{' => self.map(depth),
            '[' => self.list(depth),
            quote @ ('"' | '\'' | '`') => self.string(quote).map(Value::String),
            _ => match self.word().as_str() {
                "true" => Some(Value::Bool(true)),
                "false" => Some(Value::Bool(false)),
                "null" | "undefined" => Some(Value::Null),
                word => word.parse::<f64>().ok().and_then(serde_json::Number::from_f64).map(Value::Number),
            },
        }
    }

    fn map(&mut self, depth: usize) -> Option<Value> {
        self.at += 1;
        let mut map = Map::new();
        loop {
            self.blanks();
            if self.taken('}') {
                return Some(Value::Object(map));
            }
            let key = match self.peek()? {
                quote @ ('"' | '\'' | '`') => self.string(quote)?,
                _ => Some(self.word()).filter(|word| !word.is_empty())?,
            };
            self.blanks();
            if !self.taken(':') {
                return None;
            }
            let value = self.value(depth + 1)?;
            map.insert(key, value);
            self.blanks();
            if !self.taken(',') && self.peek()? != '}' {
                return None;
            }
        }
    }

    fn list(&mut self, depth: usize) -> Option<Value> {
        self.at += 1;
        let mut list = Vec::new();
        loop {
            self.blanks();
            if self.taken(']') {
                return Some(Value::Array(list));
            }
            list.push(self.value(depth + 1)?);
            self.blanks();
            if !self.taken(',') && self.peek()? != ']' {
                return None;
            }
        }
    }

    fn string(&mut self, quote: char) -> Option<String> {
        self.at += 1;
        let mut string = String::new();
        loop {
            let character = self.peek()?;
            self.at += character.len_utf8();
            match character {
                '\\' => {
                    let escaped = self.peek()?;
                    self.at += escaped.len_utf8();
                    string.push(if escaped == 'n' { ' ' } else { escaped });
                }
                // A template with something to compute is no data.
                '$' if quote == '`' && self.peek() == Some('{') => return None,
                _ if character == quote => return Some(string),
                _ => string.push(character),
            }
        }
    }

    fn word(&mut self) -> String {
        let word: String = self.text[self.at..]
            .chars()
            .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '$' | '-' | '.'))
            .collect();
        self.at += word.len();
        word
    }

    fn blanks(&mut self) {
        loop {
            let rest = &self.text[self.at..];
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            if trimmed.starts_with("//") {
                self.at += trimmed.find('\n').unwrap_or(trimmed.len());
            } else if trimmed.starts_with("/*") {
                self.at += trimmed.find("*/").map_or(trimmed.len(), |end| end + 2);
            } else {
                return;
            }
        }
    }

    fn taken(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_of_javascript_is_read_where_it_is_data() {
        let text = "// @ts-check\n/** @type {X} */\nconst sidebars = {\n  docs: ['a', {type: \"doc\", id: `b`, /* x */ n: 1.5,},],\n};\nmodule.exports = sidebars;\n";
        let value = object(text).expect("an object");
        assert_eq!(value.to_string(), r#"{"docs":["a",{"type":"doc","id":"b","n":1.5}]}"#);
        for computed in
            ["module.exports = { a: f() }", "module.exports = { ...b }", "export default { a: [`x${y}`] }", "{"]
        {
            assert_eq!(object(computed), None, "{computed}");
        }
    }
}
