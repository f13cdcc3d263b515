//! The keys, as data. The footer, the help and the dispatch read the same rows, so what is listed works and what works is listed.
//!
//! A row that does not work now is invisible to the footer and to the dispatch. Labs bring rows of their own: their actions and controls.
//! Where two rows want one key, the earlier in the order of [`active`] has it: what is open over the screen, what no screen may lose,
//! then the lab's own keys, then the rest. No two active rows ever share a key.

use std::borrow::Cow;

use super::when;
use super::{App, Bench, Key};
use crate::lab::history::Stop;
use crate::lab::{Command, Verb};
use crossterm::event::KeyCode;

/// Everything a key, a click on the footer, or a row of a list can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the rows below say what each one does, in the learner's words")]
pub enum Action {
    Quit,
    Suspend,
    Home,
    Help,
    Command,
    Search,
    Contents,
    Links,
    Problems,
    Edit,
    CopyAddress,
    OpenOutside,
    CopyCode,
    Pictures,
    Bookmark,
    Bookmarks,
    DeleteBookmark,
    Back,
    Forward,
    Close,
    Choose,
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
    Open,
    Continue,
    More,
    NextPage,
    PreviousPage,
    Tick,
    NextLines,
    CodeLeft,
    CodeRight,
    NextPane,
    PreviousPane,
    Wide,
    Invoke,
    LoadUp,
    LoadDown,
    LabAction(usize),
    Control(usize, isize),
    Pause,
    Step(Stop),
    StepBack(Stop),
    ToStart,
    ToNewest,
    Forks,
    CompareFork,
    DeleteFork,
    RenameFork,
    Part,
    Faster,
    Slower,
    FastForward,
    Cancel,
    Inspect(isize),
    Waterfall,
    Reset,
    NextCard,
    Commit,
    Skip,
    Hint,
    Solution,
    Check,
    StartQuiz,
    StartTyping,
    Again,
    Pick,
    MoveItem(isize),
    Cursor(isize),
    LeaveCard,
    EditEvent,
    Complete,
    Older,
    Newer,
    Tune,
    Point(isize, isize),
    SetPoint,
    BreakEven,
    Servers(bool),
    EditText,
    EndEdit,
    Keystroke,
    Undo,
    Redo,
    Copy,
    Cut,
    Put,
    SelectAll,
    Find,
    FindNext(bool),
    EndFind,
    Outside,
    Diff,
    Original,
    OriginalNow,
    NextFile(isize),
    Deploy,
    Templates,
}

/// Rows that belong together in the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Cards.
    Card,
    /// The lab.
    Lab,
    /// A function's code, and its event.
    Code,
    /// The lab's clock.
    Time,
    /// The lesson.
    Lesson,
    /// Getting about.
    Go,
    /// The program.
    Program,
}

impl Group {
    /// In the order of the help.
    pub const ALL: [Self; 7] = [Self::Lesson, Self::Lab, Self::Code, Self::Time, Self::Card, Self::Go, Self::Program];

    /// Its heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Card => "Card",
            Self::Lab => "Lab",
            Self::Code => "Code",
            Self::Time => "Time",
            Self::Lesson => "Lesson",
            Self::Go => "Go",
            Self::Program => "Program",
        }
    }
}

/// One row: keys, and what they do when they do it.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyRow {
    /// Any of these.
    pub keys: Vec<Key>,
    /// What they do, in a word or two.
    pub label: Cow<'static, str>,
    /// The same, for the program.
    pub action: Action,
    /// Where the help lists it.
    pub group: Group,
    /// Its place in the footer, the smallest first; `None` is for the help only.
    pub footer: Option<u8>,
}

/// A row of the fixed keymap.
struct Row {
    keys: &'static [Key],
    label: &'static str,
    action: Action,
    group: Group,
    footer: Option<u8>,
    when: fn(&App) -> bool,
}

const fn row(
    keys: &'static [Key],
    label: &'static str,
    action: Action,
    group: Group,
    footer: Option<u8>,
    when: fn(&App) -> bool,
) -> Row {
    Row { keys, label, action, group, footer, when }
}

const UP: Key = Key::code(KeyCode::Up);
const DOWN: Key = Key::code(KeyCode::Down);
const LEFT: Key = Key::code(KeyCode::Left);
const RIGHT: Key = Key::code(KeyCode::Right);
const ENTER: Key = Key::code(KeyCode::Enter);
const ESC: Key = Key::code(KeyCode::Esc);
const TAB: Key = Key::code(KeyCode::Tab);
const SHIFT_TAB: Key = Key::code(KeyCode::BackTab);
const SPACE: Key = Key::char(' ');
const PGUP: Key = Key::code(KeyCode::PageUp);
const PGDN: Key = Key::code(KeyCode::PageDown);
const HOME: Key = Key::code(KeyCode::Home);
const END: Key = Key::code(KeyCode::End);
const CTRL_HOME: Key = Key::ctrl_code(KeyCode::Home);
const CTRL_END: Key = Key::ctrl_code(KeyCode::End);

/// Over the screen, and while letters are an answer: these alone.
#[rustfmt::skip]
const OVER: &[Row] = &[
    row(&[Key::ctrl('c')], "quit", Action::Quit, Group::Program, None, when::always),
    row(&[Key::ctrl('z')], "suspend", Action::Suspend, Group::Program, None, when::always),
    row(&[ENTER], "run", Action::Choose, Group::Program, Some(10), when::command_open),
    row(&[TAB], "complete", Action::Complete, Group::Program, Some(11), when::command_open),
    row(&[UP], "older", Action::Older, Group::Program, Some(12), when::command_open),
    row(&[DOWN], "newer", Action::Newer, Group::Program, Some(13), when::command_open),
    row(&[ENTER], "take in hand", Action::Choose, Group::Time, Some(10), when::forks_open),
    row(&[Key::char('c')], "compare", Action::CompareFork, Group::Time, Some(12), when::forks_open),
    row(&[Key::char('r')], "rename", Action::RenameFork, Group::Time, Some(12), when::forks_open),
    row(&[Key::char('d')], "delete", Action::DeleteFork, Group::Time, Some(13), when::forks_open),
    row(&[ENTER], "to its page", Action::Choose, Group::Go, Some(10), when::problems_open),
    row(&[Key::char('e'), Key::ctrl('e')], "edit", Action::Edit, Group::Go, Some(11), when::problems_open),
    row(&[ENTER, Key::char('y')], "yes", Action::Choose, Group::Go, Some(10), when::confirm_open),
    row(&[Key::char('n')], "no", Action::Close, Group::Go, Some(11), when::confirm_open),
    row(&[Key::char('y')], "copy the address", Action::CopyAddress, Group::Go, Some(11), when::address_chosen),
    row(&[Key::char('O')], "open outside", Action::OpenOutside, Group::Go, Some(12), when::address_chosen),
    row(&[Key::char('d')], "delete", Action::DeleteBookmark, Group::Go, Some(13), when::marks_open),
    row(&[ENTER], "go", Action::Choose, Group::Go, Some(10), when::list_open),
    row(&[UP, Key::ctrl('p')], "up", Action::Up, Group::Go, Some(11), when::list_open),
    row(&[DOWN, Key::ctrl('n')], "down", Action::Down, Group::Go, Some(12), when::list_open),
    row(&[PGUP], "page up", Action::PageUp, Group::Go, None, when::list_open),
    row(&[PGDN], "page down", Action::PageDown, Group::Go, None, when::list_open),
    row(&[UP, Key::char('k')], "up", Action::Up, Group::Go, Some(10), when::break_even_open),
    row(&[DOWN, Key::char('j')], "down", Action::Down, Group::Go, Some(11), when::break_even_open),
    row(&[Key::char('+'), Key::char('=')], "more servers", Action::Servers(true), Group::Go, Some(12), when::break_even_open),
    row(&[Key::char('-')], "fewer servers", Action::Servers(false), Group::Go, Some(13), when::break_even_open),
    row(&[HOME], "first", Action::First, Group::Go, None, when::break_even_open),
    row(&[END], "last", Action::Last, Group::Go, None, when::break_even_open),
    row(&[ENTER, Key::char('$'), Key::char('q')], "close", Action::Close, Group::Go, None, when::break_even_open),
    row(&[UP, Key::char('k')], "up", Action::Up, Group::Go, Some(11), when::text_open),
    row(&[DOWN, Key::char('j')], "down", Action::Down, Group::Go, Some(12), when::text_open),
    row(&[PGUP], "page up", Action::PageUp, Group::Go, None, when::text_open),
    row(&[PGDN, SPACE], "page down", Action::PageDown, Group::Go, None, when::text_open),
    row(&[ENTER], "set it", Action::SetPoint, Group::Lab, Some(10), when::point_chosen),
    row(&[LEFT, Key::char('h')], "point before", Action::Point(-1, 0), Group::Lab, Some(11), when::point_chosen),
    row(&[RIGHT, Key::char('l')], "next point", Action::Point(1, 0), Group::Lab, Some(12), when::point_chosen),
    row(&[UP, Key::char('k')], "line above", Action::Point(0, -1), Group::Lab, None, when::grid_open),
    row(&[DOWN, Key::char('j')], "line below", Action::Point(0, 1), Group::Lab, None, when::grid_open),
    row(&[ESC], "stop", Action::Close, Group::Lab, Some(13), when::working),
    row(&[ENTER], "close", Action::Close, Group::Go, None, when::text_open),
    row(&[Key::char('?'), Key::char('q')], "close", Action::Close, Group::Go, None, when::text_open),
    row(&[ESC], "close", Action::Close, Group::Go, Some(14), when::overlay_open),
    row(&[ENTER], "commit", Action::Commit, Group::Card, Some(1), when::typing_answer),
    row(&[Key::ctrl('g')], "hint", Action::Hint, Group::Card, Some(2), when::typing_with_hint),
    row(&[ESC], "leave the field", Action::LeaveCard, Group::Card, Some(3), when::typing),
];

/// While a text is edited: these, and every other key is for the text.
#[rustfmt::skip]
const EDIT: &[Row] = &[
    row(&[ENTER, DOWN], "next place", Action::FindNext(true), Group::Code, Some(1), when::finding),
    row(&[UP], "place before", Action::FindNext(false), Group::Code, Some(2), when::finding),
    row(&[ESC], "close the search", Action::EndFind, Group::Code, Some(3), when::finding),
    row(&[Key::ctrl('s')], "deploy", Action::Deploy, Group::Code, Some(1), when::deployable),
    row(&[Key::ctrl('s')], "send", Action::Invoke, Group::Code, Some(1), when::editing_event),
    row(&[ESC], "leave the text", Action::EndEdit, Group::Code, Some(2), when::in_text_field),
    row(&[Key::ctrl('z')], "undo", Action::Undo, Group::Code, Some(4), when::in_text_field),
    row(&[Key::ctrl('y')], "redo", Action::Redo, Group::Code, Some(5), when::in_text_field),
    row(&[Key::ctrl('f')], "find", Action::Find, Group::Code, Some(6), when::in_text_field),
    row(&[Key::ctrl('d')], "changes", Action::Diff, Group::Code, Some(7), when::editing_code),
    row(&[Key::ctrl('t')], "templates", Action::Templates, Group::Code, Some(3), when::editing_event_pane),
    row(&[Key::ctrl('r')], "original", Action::Original, Group::Code, Some(8), when::editing_pane),
    row(&[Key::ctrl('c')], "copy", Action::Copy, Group::Code, None, when::has_selection),
    row(&[Key::ctrl('x')], "cut", Action::Cut, Group::Code, None, when::has_selection),
    row(&[Key::ctrl('v')], "paste", Action::Put, Group::Code, None, when::in_text_field),
    row(&[Key::ctrl('a')], "select all", Action::SelectAll, Group::Code, None, when::in_text_field),
    row(&[Key::ctrl('e')], "$EDITOR", Action::Outside, Group::Code, None, when::editing_pane),
    row(&[Key::ctrl_code(KeyCode::PageDown)], "next function", Action::NextFile(1), Group::Code, None, when::editing_one_of_several),
    row(&[Key::ctrl_code(KeyCode::PageUp)], "function before", Action::NextFile(-1), Group::Code, None, when::editing_one_of_several),
    row(&[Key::code(KeyCode::F(1))], "help", Action::Help, Group::Program, Some(99), when::in_text_field),
    row(&[Key::ctrl('c')], "quit", Action::Quit, Group::Program, None, when::always),
    row(&[Key::shift(KeyCode::Left), Key::shift(KeyCode::Right), Key::shift(KeyCode::Up), Key::shift(KeyCode::Down)], "select", Action::Keystroke, Group::Code, None, when::in_text_field),
    row(&[Key::ctrl_code(KeyCode::Left), Key::ctrl_code(KeyCode::Right)], "word by word", Action::Keystroke, Group::Code, None, when::in_text_field),
    row(&[TAB, SHIFT_TAB], "indent", Action::Keystroke, Group::Code, None, when::in_text_field),
    row(&[Key::alt(KeyCode::Up), Key::alt(KeyCode::Down)], "carry the line", Action::Keystroke, Group::Code, None, when::in_text_field),
    row(&[Key::ctrl('k')], "cut the line", Action::Keystroke, Group::Code, None, when::in_text_field),
    row(&[Key::ctrl('w')], "erase the word", Action::Keystroke, Group::Code, None, when::in_text_field),
];

/// What no screen may lose to a lab's own keys.
#[rustfmt::skip]
const FIRST: &[Row] = &[
    row(&[Key::ctrl('c')], "quit", Action::Quit, Group::Program, None, when::always),
    row(&[Key::ctrl('z')], "suspend", Action::Suspend, Group::Program, None, when::always),
    row(&[Key::char('?'), Key::code(KeyCode::F(1))], "help", Action::Help, Group::Program, Some(99), when::always),
    row(&[Key::char(':')], "command", Action::Command, Group::Program, Some(80), when::in_lesson),
    row(&[Key::char(':')], "command", Action::Command, Group::Program, None, when::home),
    row(&[Key::char('q')], "home", Action::Home, Group::Program, None, when::below_home),
    row(&[Key::char('q')], "quit", Action::Quit, Group::Program, Some(98), when::on_top),
    row(&[ESC], "cancel", Action::Cancel, Group::Time, Some(0), when::cancellable),
    row(&[ESC], "end the comparison", Action::Part, Group::Time, Some(0), when::comparing),
    row(&[ESC, ENTER], "close", Action::Waterfall, Group::Lab, Some(1), when::waterfall_open),
    row(&[ENTER], "look inside", Action::Waterfall, Group::Lab, Some(1), when::waterfall_closed),
    row(&[ENTER], "edit", Action::EditText, Group::Code, Some(1), when::editable),
    row(&[Key::ctrl('s')], "deploy", Action::Deploy, Group::Code, Some(2), when::deployable),
    row(&[Key::ctrl('d')], "changes", Action::Diff, Group::Code, Some(3), when::code_changed),
    row(&[Key::ctrl('t')], "templates", Action::Templates, Group::Code, Some(2), when::at_event),
    row(&[Key::ctrl('r')], "original", Action::Original, Group::Code, Some(4), when::text_changed),
    row(&[Key::ctrl_code(KeyCode::PageDown)], "next function", Action::NextFile(1), Group::Code, None, when::one_of_several),
    row(&[Key::ctrl_code(KeyCode::PageUp)], "function before", Action::NextFile(-1), Group::Code, None, when::one_of_several),
    row(&[UP, Key::char('k')], "earlier", Action::Inspect(-1), Group::Lab, Some(2), when::on_timeline),
    row(&[DOWN, Key::char('j')], "later", Action::Inspect(1), Group::Lab, Some(3), when::on_timeline),
    row(&[ESC], "leave the card", Action::LeaveCard, Group::Card, None, when::in_quiz),

    row(&[ENTER], "write a guess", Action::StartTyping, Group::Card, Some(1), when::predicting_in_words),
    row(&[ENTER], "commit", Action::Commit, Group::Card, Some(1), when::predicting),
    row(&[ENTER], "show the answer", Action::Commit, Group::Card, Some(1), when::reveal_waits),
    row(&[Key::char('s')], "skip", Action::Skip, Group::Card, Some(2), when::predicting),
    row(&[Key::char('h')], "hint", Action::Hint, Group::Card, Some(3), when::hint_waits),
    row(&[ENTER], "check", Action::Check, Group::Card, Some(1), when::checkable),
    row(&[Key::char('w')], "worked solution", Action::Solution, Group::Card, Some(4), when::solution_waits),
    row(&[ENTER], "start the quiz", Action::StartQuiz, Group::Card, Some(1), when::quiz_waits),
    row(&[ENTER], "answer", Action::Commit, Group::Card, Some(1), when::quiz_asks),
    row(&[ENTER], "result", Action::Commit, Group::Card, Some(1), when::quiz_graded_last),
    row(&[ENTER], "next question", Action::Commit, Group::Card, Some(1), when::quiz_graded),
    row(&[ENTER], "once more", Action::Again, Group::Card, Some(1), when::quiz_over),
    row(&[ENTER], "edit the event", Action::EditEvent, Group::Card, Some(1), when::event_waits),
    row(&[UP], "up", Action::Cursor(-1), Group::Card, None, when::card_has_rows),
    row(&[DOWN], "down", Action::Cursor(1), Group::Card, None, when::card_has_rows),
    row(&[SPACE], "pick", Action::Pick, Group::Card, Some(2), when::card_has_choices),
    row(&[Key::shift(KeyCode::Up), LEFT], "carry up", Action::MoveItem(-1), Group::Card, Some(2), when::card_has_order),
    row(&[Key::shift(KeyCode::Down), RIGHT], "carry down", Action::MoveItem(1), Group::Card, Some(3), when::card_has_order),
];

/// Everything else.
#[rustfmt::skip]
const REST: &[Row] = &[
    row(&[Key::char('e')], "edit", Action::EditText, Group::Code, None, when::editable),
    row(&[Key::char('D')], "deploy", Action::Deploy, Group::Code, None, when::deployable),
    row(&[Key::char('E')], "$EDITOR", Action::Outside, Group::Code, Some(5), when::editable),
    row(&[Key::char('i')], "invoke", Action::Invoke, Group::Lab, Some(20), when::invokable),
    row(&[Key::char('+'), Key::char('=')], "more load", Action::LoadUp, Group::Lab, Some(41), when::runnable),
    row(&[Key::char('-')], "less load", Action::LoadDown, Group::Lab, Some(42), when::runnable),
    row(&[Key::char('T')], "tune memory", Action::Tune, Group::Lab, None, when::tunable),
    row(&[Key::char('R')], "reset", Action::Reset, Group::Lab, Some(20), when::lab_is_over),
    row(&[Key::char('R')], "reset", Action::Reset, Group::Lab, Some(85), when::resettable),
    row(&[Key::char('$')], "break-even", Action::BreakEven, Group::Lab, None, when::comparable),
    row(&[Key::char('f')], "lesson and lab", Action::Wide, Group::Lab, Some(24), when::wide),
    row(&[Key::char('f')], "lab only", Action::Wide, Group::Lab, None, when::widenable),

    row(&[SPACE], "pause", Action::Pause, Group::Time, Some(21), when::moving),
    row(&[SPACE], "run", Action::Pause, Group::Time, Some(21), when::standing),
    row(&[LEFT], "event before", Action::StepBack(Stop::Event), Group::Time, Some(50), when::turnable),
    row(&[RIGHT], "next event", Action::Step(Stop::Event), Group::Time, Some(51), when::runnable),
    row(&[Key::shift(KeyCode::Left)], "cold start before", Action::StepBack(Stop::ColdStart), Group::Time, None, when::turnable),
    row(&[Key::char('C'), Key::shift(KeyCode::Right)], "next cold start", Action::Step(Stop::ColdStart), Group::Time, None, when::runnable),
    row(&[Key::ctrl_code(KeyCode::Left)], "mark before", Action::StepBack(Stop::Mark), Group::Time, None, when::turnable),
    row(&[Key::ctrl_code(KeyCode::Right)], "next mark", Action::Step(Stop::Mark), Group::Time, None, when::in_the_past),
    row(&[HOME, CTRL_HOME], "to the start", Action::ToStart, Group::Time, None, when::time_in_front),
    row(&[END, CTRL_END], "to the newest", Action::ToNewest, Group::Time, None, when::time_in_front),
    row(&[CTRL_HOME], "to the start", Action::ToStart, Group::Time, None, when::turnable),
    row(&[CTRL_END], "to the newest", Action::ToNewest, Group::Time, None, when::turnable),
    row(&[Key::ctrl('f')], "branches", Action::Forks, Group::Time, Some(54), when::has_forks),
    row(&[Key::char('>'), Key::char('.')], "faster", Action::Faster, Group::Time, Some(52), when::has_bench),
    row(&[Key::char('<'), Key::char(',')], "slower", Action::Slower, Group::Time, Some(53), when::has_bench),
    row(&[Key::char('F')], "fast-forward", Action::FastForward, Group::Time, None, when::runnable),

    row(&[SPACE], "more", Action::More, Group::Lesson, Some(60), when::more_without_lab),
    row(&[Key::char('n')], "more", Action::More, Group::Lesson, Some(60), when::page_has_more),
    row(&[Key::char('n')], "next", Action::NextPage, Group::Lesson, Some(22), when::has_next_page),
    row(&[Key::char('n')], "next lesson", Action::NextPage, Group::Lesson, Some(22), when::has_next_lesson),
    row(&[Key::char('n')], "finish", Action::NextPage, Group::Lesson, Some(22), when::is_the_end),
    row(&[Key::char('p')], "previous page", Action::PreviousPage, Group::Lesson, Some(86), when::has_previous_page),
    row(&[Key::char('l')], "next lines", Action::NextLines, Group::Lesson, Some(61), when::code_has_steps),
    row(&[Key::char(']')], "scroll right", Action::CodeRight, Group::Lesson, None, when::page_is_wide),
    row(&[Key::char('[')], "scroll left", Action::CodeLeft, Group::Lesson, None, when::page_is_wide),
    row(&[Key::char('y')], "copy code", Action::CopyCode, Group::Lesson, Some(91), when::page_has_code),
    row(&[Key::char('P')], "pictures", Action::Pictures, Group::Lesson, Some(67), when::page_has_pictures),
    row(&[Key::char('x')], "tick", Action::Tick, Group::Lesson, Some(65), when::task_waits),
    row(&[Key::char('v')], "next card", Action::NextCard, Group::Lesson, Some(66), when::several_cards),
    row(&[DOWN, Key::char('j')], "down", Action::Down, Group::Lesson, None, when::in_lesson),
    row(&[UP, Key::char('k')], "up", Action::Up, Group::Lesson, None, when::in_lesson),
    row(&[PGDN], "page down", Action::PageDown, Group::Lesson, None, when::in_lesson),
    row(&[PGUP], "page up", Action::PageUp, Group::Lesson, None, when::in_lesson),
    row(&[HOME], "top", Action::First, Group::Lesson, None, when::in_lesson),
    row(&[END], "bottom", Action::Last, Group::Lesson, None, when::in_lesson),
    row(&[TAB], "pane", Action::NextPane, Group::Lab, Some(23), when::shows_one_pane),
    row(&[TAB], "pane", Action::NextPane, Group::Lab, Some(70), when::has_bench),
    row(&[SHIFT_TAB], "pane before", Action::PreviousPane, Group::Lab, None, when::has_bench),

    row(&[ENTER], "open", Action::Open, Group::Go, Some(10), when::home),
    row(&[Key::char('c')], "continue", Action::Continue, Group::Go, Some(11), when::can_continue),
    row(&[DOWN, Key::char('j')], "down", Action::Down, Group::Go, Some(20), when::home),
    row(&[UP, Key::char('k')], "up", Action::Up, Group::Go, Some(21), when::home),
    row(&[PGDN], "page down", Action::PageDown, Group::Go, None, when::home),
    row(&[PGUP], "page up", Action::PageUp, Group::Go, None, when::home),
    row(&[HOME], "first", Action::First, Group::Go, None, when::home),
    row(&[END], "last", Action::Last, Group::Go, None, when::home),
    row(&[Key::char('/')], "search", Action::Search, Group::Go, Some(87), when::has_course),
    row(&[Key::char('t')], "contents", Action::Contents, Group::Go, Some(88), when::in_text),
    row(&[Key::char('o')], "links", Action::Links, Group::Go, Some(89), when::page_has_links),
    row(&[Key::char('!')], "problems", Action::Problems, Group::Go, None, when::on_disk),
    row(&[Key::ctrl('e')], "edit this page", Action::Edit, Group::Go, None, when::page_on_disk),
    row(&[Key::char('B')], "bookmark", Action::Bookmark, Group::Go, None, when::in_text),
    row(&[Key::char('\'')], "bookmarks", Action::Bookmarks, Group::Go, None, when::has_marks),
    row(&[Key::code(KeyCode::Backspace)], "back", Action::Back, Group::Go, Some(90), when::backspace_goes_back),
    row(&[Key::alt(KeyCode::Left)], "back", Action::Back, Group::Go, None, when::can_go_back),
    row(&[Key::alt(KeyCode::Right)], "forward", Action::Forward, Group::Go, None, when::can_go_forward),
];

/// The rows that work now, in the order of precedence; no key occurs twice.
pub fn active(app: &App) -> Vec<KeyRow> {
    if app.overlay.is_none() && when::in_text_field(app) {
        return editing(app);
    }
    if app.overlay.is_some() || when::typing(app) { active_over(app) } else { below(app) }
}

fn editing(app: &App) -> Vec<KeyRow> {
    collect(EDIT.iter().filter(|row| (row.when)(app)).map(Row::to_key_row))
}

fn active_over(app: &App) -> Vec<KeyRow> {
    collect(OVER.iter().filter(|row| (row.when)(app)).map(Row::to_key_row))
}

/// The rows of the screen itself, whatever lies over it.
pub fn below(app: &App) -> Vec<KeyRow> {
    let working = |rows: &'static [Row]| rows.iter().filter(|row| (row.when)(app)).map(Row::to_key_row);
    let mut rows: Vec<KeyRow> = working(FIRST).chain(lab_rows(app)).chain(working(REST)).collect();
    with_place_in_quiz(app, &mut rows);
    if app.enters_number() {
        let a_digit = |key: &Key| key.typed().is_some_and(begins_number);
        for row in &mut rows {
            row.keys.retain(|key| !a_digit(key));
        }
    }
    collect(rows.into_iter())
}

/// What a number begins with. Such a key belongs to an open field; once there is something in it, all keys that print do.
pub(super) const fn begins_number(letter: char) -> bool {
    letter.is_ascii_digit() || matches!(letter, '.' | ',' | '-' | '−' | '$' | '€' | '~' | '≈')
}

/// Whether a key that does nothing now would move the lab, were it not locked by an open guess.
pub(super) fn waits_for_guess(app: &App, key: Key) -> bool {
    let moves = |action| {
        use Action::{FastForward, Invoke, LoadDown, LoadUp, Pause, Step};
        matches!(action, Invoke | LoadUp | LoadDown | Pause | Step(_) | FastForward)
    };
    let of_lab = || REST.iter().any(|row| moves(row.action) && row.keys.contains(&key));
    let own = |bench: &Bench| bench_rows(bench).iter().any(|row| row.keys.contains(&key));
    app.overlay.is_none() && app.locked_by().is_some() && app.bench().is_some_and(|bench| of_lab() || own(bench))
}

/// Each key goes to the first row that wants it.
fn collect(wanted: impl Iterator<Item = KeyRow>) -> Vec<KeyRow> {
    let mut taken: Vec<Key> = Vec::new();
    let mut rows: Vec<KeyRow> = Vec::new();
    for mut row in wanted {
        row.keys.retain(|key| !taken.contains(key));
        taken.extend(&row.keys);
        if !row.keys.is_empty() {
            rows.push(row);
        }
    }
    rows
}

/// The place in the footer behind the lab's own actions.
const AFTER_THE_LABS_OWN: u8 = 40;
/// The place in the footer next to the key of the card.
const BESIDE_THE_CARD: u8 = 2;

/// The place in the footer of the keys of time for somebody who stands in the past: after the clock's own.
const IN_THE_PAST: u8 = 21;

/// Whether actions of the lab call its functions.
fn calls_by_own_keys(bench: &Bench) -> bool {
    let calls = |verb: &Verb| matches!(verb, Verb::World(Command::Invoke { .. }));
    bench.spec.actions.iter().any(|action| action.run.iter().any(calls))
}

/// The rows of the footer, most important first; the view shows as many as fit.
pub fn footer(app: &App) -> Vec<KeyRow> {
    let in_quiz = when::in_quiz(app);
    // A lab that calls its functions by keys of its own has them first; where the page has nothing left to do, the next one comes first.
    let own_calls = app.bench().is_some_and(calls_by_own_keys);
    let page_is_done = when::page_is_done(app);
    let in_the_past = when::in_the_past(app);
    let mut rows: Vec<KeyRow> = active(app)
        .into_iter()
        .filter(|row| row.footer.is_some() && !(in_quiz && row.action == Action::Invoke))
        .collect();
    for row in &mut rows {
        match row.action {
            Action::Invoke if own_calls => row.footer = Some(AFTER_THE_LABS_OWN),
            // Who has turned back wants to go on turning.
            Action::StepBack(Stop::Event) | Action::Step(Stop::Event) if in_the_past => row.footer = Some(IN_THE_PAST),
            Action::NextPage if page_is_done => row.footer = Some(BESIDE_THE_CARD),
            _ => {}
        }
    }
    rows.sort_by_key(|row| row.footer);
    rows
}

/// Every row of the screens, with whether it works now; by group.
pub fn help(app: &App) -> Vec<(Group, Vec<(KeyRow, bool)>)> {
    let working = if when::left_in_text(app) { EDIT.iter().map(Row::to_key_row).collect() } else { below(app) };
    let works = |group: &Group| working.iter().any(|row| row.group == *group);
    let written = EDIT.iter().filter(|row| row.group == Group::Code && when::has_code(app));
    let fixed = FIRST.iter().chain(REST).chain(written).map(Row::to_key_row);
    let mut all: Vec<(KeyRow, bool)> = working.iter().cloned().map(|row| (row, true)).collect();
    for row in fixed {
        if !all.iter().any(|(known, _)| known.action == row.action && known.label == row.label) {
            all.push((row, false));
        }
    }
    let of = |group: Group| all.iter().filter(|(row, _)| row.group == group).cloned().collect::<Vec<_>>();
    // What works now comes first.
    let mut groups = Group::ALL;
    groups.sort_by_key(|group| !works(group));
    groups.into_iter().map(|group| (group, of(group))).filter(|(_, rows)| !rows.is_empty()).collect()
}

/// What a key does now.
pub fn lookup(app: &App, key: Key) -> Option<Action> {
    active(app).into_iter().find(|row| row.keys.contains(&key)).map(|row| row.action)
}

impl Row {
    fn to_key_row(&self) -> KeyRow {
        KeyRow {
            keys: self.keys.to_vec(),
            label: Cow::Borrowed(self.label),
            action: self.action,
            group: self.group,
            footer: self.footer,
        }
    }
}

/// The start of a quiz that was begun is where it goes on.
fn with_place_in_quiz(app: &App, rows: &mut [KeyRow]) {
    let Some(label) = when::quiz_goes_on(app) else { return };
    for row in rows.iter_mut().filter(|row| row.action == Action::StartQuiz) {
        row.label = Cow::Owned(label.clone());
    }
}

/// The keys that the lab on the bench brings: its actions, and a letter for each control.
fn lab_rows(app: &App) -> Vec<KeyRow> {
    app.bench().filter(|_| when::runnable(app)).map(bench_rows).unwrap_or_default()
}

fn bench_rows(bench: &Bench) -> Vec<KeyRow> {
    let actions = bench.spec.actions.iter().enumerate().map(|(index, action)| KeyRow {
        keys: vec![Key::char(action.key)],
        label: Cow::Owned(action.label.clone()),
        action: Action::LabAction(index),
        group: Group::Lab,
        footer: Some(if action.key == 'i' { 20 } else { 30 + index.min(9) as u8 }),
    });
    let mut rows: Vec<KeyRow> = actions.collect();
    for (index, control) in bench.controls.iter().enumerate() {
        let taken: Vec<Key> = rows.iter().flat_map(|row| row.keys.clone()).collect();
        let Some((up, down)) = control_keys(&control.label, &taken) else { continue };
        let label: Cow<'static, str> = Cow::Owned(control.label.clone());
        let step = |key, steps, footer| KeyRow {
            keys: vec![key],
            label: label.clone(),
            action: Action::Control(index, steps),
            group: Group::Lab,
            footer,
        };
        rows.push(step(up, 1, Some(43 + index.min(6) as u8)));
        rows.push(KeyRow { label: Cow::Owned(format!("{} back", control.label)), ..step(down, -1, None) });
    }
    rows
}

/// A letter of the control's own name, with its capital for the way back: the first that no other key of the lab and no reader's key uses.
fn control_keys(label: &str, taken: &[Key]) -> Option<(Key, Key)> {
    let free = |letter: &char| {
        let both = [Key::char(*letter), Key::char(letter.to_ascii_uppercase())];
        let fixed = FIRST.iter().chain(REST).flat_map(|row| row.keys);
        !fixed.chain(taken).any(|key| both.contains(key))
    };
    let letters = label.chars().map(|letter| letter.to_ascii_lowercase()).filter(char::is_ascii_lowercase);
    let letter = letters.chain('a'..='z').find(free)?;
    Some((Key::char(letter), Key::char(letter.to_ascii_uppercase())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::spec::RESERVED_KEYS;

    #[test]
    fn what_no_lab_may_take_is_what_leads_on_and_out() {
        use Action::{Command, Contents, Help, Home, NextPage, Pause, PreviousPage, Quit, Search};
        let needed = [Help, Command, Home, Quit, NextPage, PreviousPage, Pause, Search, Contents];
        let typed = FIRST.iter().chain(REST).filter(|row| needed.contains(&row.action)).flat_map(|row| row.keys);
        let mut keys: Vec<char> = typed.filter_map(|key| key.typed()).collect();
        keys.sort_unstable();
        keys.dedup();
        let mut reserved = RESERVED_KEYS.to_vec();
        reserved.sort_unstable();
        assert_eq!(keys, reserved);
    }
}
