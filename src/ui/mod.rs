//! Floor 7: drawing. Plain functions from (state, snapshot) to cells; nothing here changes anything.

pub mod figures;
pub mod highlight;
pub mod lesson;
pub mod pen;
pub mod picture;
pub mod target;
pub mod text;
