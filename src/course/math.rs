//! Formulas as text that can be read: `x^2` becomes x², `\frac{a}{b}` a/b, `\alpha` α. What is not known stays as it is written.

/// A formula as text.
pub fn readable(tex: &str) -> String {
    let mut reader = Reader { letters: tex.chars().collect(), at: 0, depth: 0 };
    let text = reader.until(None);
    text.split('\n').map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join("\n")
}

/// Nobody nests fractions deeper, and no line of text could show it.
const DEPTH_MAX: usize = 24;

struct Reader {
    letters: Vec<char>,
    at: usize,
    depth: usize,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.letters.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let letter = self.peek()?;
        self.at += 1;
        Some(letter)
    }

    /// Reads up to `end`, which is taken too.
    fn until(&mut self, end: Option<char>) -> String {
        let mut text = String::new();
        while let Some(letter) = self.next() {
            match letter {
                _ if Some(letter) == end => break,
                '\\' => {
                    let words = self.command();
                    text.push_str(&words);
                }
                '{' => {
                    let group = self.group_from_here();
                    text.push_str(&group);
                }
                '^' => {
                    let raised = self.argument();
                    push_set(&mut text, &raised, '^', raised_letter);
                }
                '_' => {
                    let lowered = self.argument();
                    push_set(&mut text, &lowered, '_', lowered_letter);
                }
                '&' => text.push(' '),
                '~' => text.push(' '),
                '\'' => text.push('′'),
                '-' => text.push('−'),
                '*' => text.push('·'),
                letter => text.push(letter),
            }
        }
        text
    }

    fn group_from_here(&mut self) -> String {
        if self.depth >= DEPTH_MAX {
            return "{".to_owned();
        }
        self.depth += 1;
        let group = self.until(Some('}'));
        self.depth -= 1;
        group
    }

    /// What a command or a mark is about: a group, a command, or one letter.
    fn argument(&mut self) -> String {
        while self.peek() == Some(' ') {
            self.at += 1;
        }
        match self.next() {
            Some('{') => self.group_from_here(),
            Some('\\') => self.command(),
            Some(letter) => letter.to_string(),
            None => String::new(),
        }
    }

    /// What stands behind a backslash.
    fn command(&mut self) -> String {
        let mut name = String::new();
        while let Some(letter) = self.peek().filter(char::is_ascii_alphabetic) {
            name.push(letter);
            self.at += 1;
        }
        if name.is_empty() {
            return match self.next() {
                Some('\\') => "\n".to_owned(),
                Some(',' | ';' | ':' | ' ') => " ".to_owned(),
                Some('!') | None => String::new(),
                Some(letter) => letter.to_string(),
            };
        }
        if self.depth >= DEPTH_MAX {
            return format!("\\{name}");
        }
        self.depth += 1;
        let text = self.named(&name);
        self.depth -= 1;
        text
    }

    fn named(&mut self, name: &str) -> String {
        match name {
            "frac" | "dfrac" | "tfrac" => {
                let (over, under) = (self.argument(), self.argument());
                format!("{}/{}", bracketed(&over), bracketed(&under))
            }
            "sqrt" => {
                let root = if self.peek() == Some('[') {
                    self.at += 1;
                    self.until(Some(']'))
                } else {
                    String::new()
                };
                let inner = self.argument();
                let mut text = String::new();
                push_root(&mut text, &root);
                text.push_str(&bracketed(&inner));
                text
            }
            "binom" => {
                let (over, under) = (self.argument(), self.argument());
                format!("({over} choose {under})")
            }
            "text" | "textrm" | "textbf" | "textit" | "mathrm" | "mathbf" | "mathit" | "mathsf" | "mathcal"
            | "mathbb" | "operatorname" | "boldsymbol" => self.argument(),
            "overline" | "bar" => format!("{}\u{304}", self.argument()),
            "hat" => format!("{}\u{302}", self.argument()),
            "vec" => format!("{}\u{20d7}", self.argument()),
            "left" | "right" | "big" | "Big" | "bigl" | "bigr" | "displaystyle" | "limits" | "nolimits" => {
                // `\left.` is a bracket that is not there.
                if matches!(name, "left" | "right") && self.peek() == Some('.') {
                    self.at += 1;
                }
                String::new()
            }
            "begin" | "end" => {
                self.argument();
                String::new()
            }
            "quad" | "qquad" => "  ".to_owned(),
            _ => match SYMBOLS.iter().find(|(known, _)| *known == name) {
                Some((_, symbol)) => (*symbol).to_owned(),
                None if FUNCTIONS.contains(&name) => {
                    let space = if self.peek().is_some_and(char::is_alphanumeric) || self.peek() == Some('\\') {
                        " "
                    } else {
                        ""
                    };
                    format!("{name}{space}")
                }
                None => format!("\\{name}"),
            },
        }
    }
}

fn push_root(text: &mut String, root: &str) {
    match root {
        "" | "2" => text.push('√'),
        "3" => text.push('∛'),
        "4" => text.push('∜'),
        other => {
            push_set(text, other, '^', raised_letter);
            text.push('√');
        }
    }
}

/// Brackets around what would fall apart without.
fn bracketed(text: &str) -> String {
    let text = text.trim();
    let is_one =
        text.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '.' | '_' | '′') || is_set(letter));
    let has_own = text.starts_with('(') && text.ends_with(')') && !text[1..text.len() - 1].contains(['(', ')']);
    if is_one || has_own { text.to_owned() } else { format!("({text})") }
}

fn is_set(letter: char) -> bool {
    matches!(letter, '⁰'..='₎' | '²' | '³' | '¹' | 'ₐ'..='ₜ' | 'ᵢ'..='ᵥ' | 'ᵃ'..='ᵛ')
}

/// Text raised or lowered where there are such letters for all of it; else behind its mark.
fn push_set(text: &mut String, set: &str, mark: char, letter: fn(char) -> Option<char>) {
    let set = set.trim();
    match set.chars().map(letter).collect::<Option<String>>() {
        Some(set) => text.push_str(&set),
        None => {
            text.push(mark);
            text.push_str(&bracketed(set));
        }
    }
}

fn among(letter: char, plain: &str, set: &str) -> Option<char> {
    let place = plain.chars().position(|known| known == letter)?;
    set.chars().nth(place)
}

fn raised_letter(letter: char) -> Option<char> {
    among(letter, "0123456789+−-=()nixyabcdeghjklmoprstuvwz′", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱˣʸᵃᵇᶜᵈᵉᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷᶻ′")
}

fn lowered_letter(letter: char) -> Option<char> {
    among(letter, "0123456789+−-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
}

/// Names that are words.
const FUNCTIONS: [&str; 14] =
    ["log", "ln", "exp", "max", "min", "sin", "cos", "tan", "lim", "sup", "inf", "det", "mod", "gcd"];

const SYMBOLS: [(&str, &str); 96] = [
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("epsilon", "ε"),
    ("varepsilon", "ε"),
    ("zeta", "ζ"),
    ("eta", "η"),
    ("theta", "θ"),
    ("iota", "ι"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("nu", "ν"),
    ("xi", "ξ"),
    ("pi", "π"),
    ("rho", "ρ"),
    ("sigma", "σ"),
    ("tau", "τ"),
    ("upsilon", "υ"),
    ("phi", "φ"),
    ("varphi", "φ"),
    ("chi", "χ"),
    ("psi", "ψ"),
    ("omega", "ω"),
    ("Gamma", "Γ"),
    ("Delta", "Δ"),
    ("Theta", "Θ"),
    ("Lambda", "Λ"),
    ("Xi", "Ξ"),
    ("Pi", "Π"),
    ("Sigma", "Σ"),
    ("Phi", "Φ"),
    ("Psi", "Ψ"),
    ("Omega", "Ω"),
    ("times", " × "),
    ("cdot", " · "),
    ("div", " ÷ "),
    ("pm", " ± "),
    ("mp", " ∓ "),
    ("le", " ≤ "),
    ("leq", " ≤ "),
    ("ge", " ≥ "),
    ("geq", " ≥ "),
    ("ne", " ≠ "),
    ("neq", " ≠ "),
    ("approx", " ≈ "),
    ("sim", " ~ "),
    ("equiv", " ≡ "),
    ("propto", " ∝ "),
    ("ll", " ≪ "),
    ("gg", " ≫ "),
    ("infty", "∞"),
    ("sum", "∑"),
    ("prod", "∏"),
    ("int", "∫"),
    ("partial", "∂"),
    ("nabla", "∇"),
    ("to", " → "),
    ("rightarrow", " → "),
    ("leftarrow", " ← "),
    ("Rightarrow", " ⇒ "),
    ("Leftarrow", " ⇐ "),
    ("leftrightarrow", " ↔ "),
    ("iff", " ⇔ "),
    ("implies", " ⇒ "),
    ("mapsto", " ↦ "),
    ("in", " ∈ "),
    ("notin", " ∉ "),
    ("subset", " ⊂ "),
    ("subseteq", " ⊆ "),
    ("cup", " ∪ "),
    ("cap", " ∩ "),
    ("emptyset", "∅"),
    ("forall", "∀"),
    ("exists", "∃"),
    ("neg", "¬"),
    ("land", " ∧ "),
    ("lor", " ∨ "),
    ("ldots", "…"),
    ("cdots", "⋯"),
    ("dots", "…"),
    ("lceil", "⌈"),
    ("rceil", "⌉"),
    ("lfloor", "⌊"),
    ("rfloor", "⌋"),
    ("langle", "⟨"),
    ("rangle", "⟩"),
    ("mid", " | "),
    ("vert", "|"),
    ("degree", "°"),
    ("circ", "∘"),
    ("prime", "′"),
    ("star", "⋆"),
    ("ast", "∗"),
    ("hbar", "ħ"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(tex: &str, text: &str) {
        assert_eq!(readable(tex), text, "{tex}");
    }

    #[test]
    fn formulas_of_lessons_read_as_text() {
        check("E = mc^2", "E = mc²");
        check(r"\frac{1}{1 - \rho}", "1/(1 − ρ)");
        check(r"L = \lambda \cdot W", "L = λ · W");
        check(r"x_{i+1} = x_i^{2}", "xᵢ₊₁ = xᵢ²");
        check(r"\sqrt{a^2 + b^2}", "√(a² + b²)");
        check(r"\sum_{i=0}^{n} p_i \le 1", "∑ᵢ₌₀ⁿ pᵢ ≤ 1");
        check(r"\text{cost} = \lceil t / 1\,\text{ms} \rceil \times \$0.20", "cost = ⌈ t / 1 ms ⌉ × $0.20");
        check(r"2^{\text{GB}}", "2^GB");
        check(r"\left( \frac{a}{b} \right)^{Q}", "( a/b )^Q");
        check(r"a \\ b", "a\nb");
    }

    #[test]
    fn what_is_not_known_stays() {
        check(r"\unknown{x}", r"\unknownx");
        check(r"\frac{1}", "1/");
        check("{".repeat(200).as_str(), "{".repeat(176).as_str());
    }
}
