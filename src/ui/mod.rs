//! Floor 7: drawing. Plain functions from (state, snapshot) to cells; nothing here changes anything.
//!
//! 1. [`View::draw`] divides the screen (`regions`), by its size.
//! 2. `header`, `screens`, `footer` and `overlays` draw into their parts through a [`pen::Pen`], which never writes outside.
//! 3. `lesson` turns a page into rows and keeps them; `cards` does the same for what answers; `panes` look at a running lab.
//! 4. What was drawn comes back as [`Drawn`]: what can be pressed, and how long things are.

mod cards;
pub mod diagram;
pub mod figures;
mod follow;
mod footer;
mod header;
pub mod highlight;
mod hit;
pub mod lesson;
pub mod look;
mod overlays;
pub mod panes;
pub mod pen;
pub mod picture;
mod plain;
pub mod prompter;
pub mod regions;
mod screens;
mod stage;
pub mod text;
pub mod time_bar;
mod too_small;
mod view;
pub mod widgets;
mod written;

pub use highlight::Highlighter;
pub use hit::HitMap;
pub use picture::picture;
pub use stage::Drawn;
pub use view::{View, view};
