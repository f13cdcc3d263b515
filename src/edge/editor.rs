//! The author's own editor, at a line of a file.

use std::env;
use std::path::Path;
use std::process::Command;
use std::thread;

use tokio::sync::mpsc::Sender;

use super::wake::Wake;

/// What opens files, as its person has it in `$VISUAL` or `$EDITOR`: a program, perhaps with options.
pub(super) struct Editor(String);

impl Editor {
    /// `$VISUAL`, else `$EDITOR`, else `vi`, which is everywhere.
    pub(super) fn of_person() -> Self {
        let set = |name| env::var(name).ok().filter(|command| !command.trim().is_empty());
        Self(set("VISUAL").or_else(|| set("EDITOR")).unwrap_or_else(|| "vi".to_owned()))
    }

    /// The command that opens a file at a line and a column. The shell reads the variable, as for git and crontab, so quotes and options in it
    /// work; the file is an argument of its own and can be called anything.
    pub(super) fn at(&self, file: &Path, place: (usize, usize)) -> Command {
        let mut command = Command::new("sh");
        command.arg("-c").arg(format!("{} \"$@\"", self.0)).arg("editor").args(arguments(&self.0, file, place));
        command
    }
}

/// How editors want to be told a place.
fn arguments(editor: &str, file: &Path, (line, column): (usize, usize)) -> Vec<String> {
    let program = editor.split_whitespace().next().unwrap_or_default().trim_matches(['"', '\'']);
    let program = program.rsplit('/').next().unwrap_or_default();
    // A name that begins like an option is still a name.
    let absolute = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let file = absolute.to_string_lossy().into_owned();
    match program {
        "code" | "code-insiders" | "codium" | "vscodium" | "cursor" | "windsurf" | "positron" => {
            vec!["-g".to_owned(), format!("{file}:{line}:{column}")]
        }
        "hx" | "helix" | "subl" | "zed" | "zeditor" | "lapce" => vec![format!("{file}:{line}:{column}")],
        "nano" | "pico" => vec![format!("+{line},{column}"), file],
        "emacs" | "emacsclient" | "kak" | "micro" | "gedit" => vec![format!("+{line}:{column}"), file],
        "idea" | "pycharm" | "webstorm" | "clion" | "goland" | "kate" => {
            ["--line", &line.to_string(), "--column", &column.to_string(), &file].map(str::to_owned).to_vec()
        }
        _ => vec![format!("+{line}"), file],
    }
}

/// Opens it, and says when it is closed. The terminal must have been given back.
pub(super) fn open(mut command: Command, wakes: Sender<Wake>) {
    thread::spawn(move || {
        let outcome = match command.status() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) if status.code() == Some(NOT_FOUND) => {
                Err("your editor was not found; set EDITOR to the command that opens it".to_owned())
            }
            Ok(status) => Err(format!("your editor ended with {status}")),
            Err(error) => Err(format!("no editor could be opened: {error}")),
        };
        let _ = wakes.blocking_send(Wake::Editor(outcome));
    });
}

/// How a shell says that there is no such command.
const NOT_FOUND: i32 = 127;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_editor_is_told_the_place_in_its_own_way() {
        let at = |editor: &str| arguments(editor, Path::new("/c/a b.md"), (31, 7)).join(" ");
        assert_eq!(at("vim"), "+31 /c/a b.md");
        assert_eq!(at("/usr/bin/nvim -p"), "+31 /c/a b.md");
        assert_eq!(at("nano"), "+31,7 /c/a b.md");
        assert_eq!(at("emacs -nw"), "+31:7 /c/a b.md");
        assert_eq!(at("code --wait"), "-g /c/a b.md:31:7");
        assert_eq!(at("hx"), "/c/a b.md:31:7");
        assert_eq!(at("\"/opt/an editor\""), "+31 /c/a b.md");
        assert_eq!(at("ed"), "+31 /c/a b.md");
    }

    #[test]
    fn options_of_the_variable_and_odd_names_arrive_as_they_are() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("-n $(touch x) 'q\".md");
        let mut command = Editor("printf '<%s>' --two\\ words".to_owned()).at(&file, (3, 1));
        let output = command.current_dir(folder.path()).output().expect("a shell");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(said, format!("<--two words><+3><{}>", file.display()));
        assert!(!folder.path().join("x").exists());
    }
}
