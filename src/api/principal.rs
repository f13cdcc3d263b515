//! In whose name a call is made.

/// Who asks. Roles and users join with the service that knows them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Principal {
    /// Nobody: the request carries no credentials.
    Anonymous,
    /// The account that owns the world, as on the command line of its administrator.
    #[default]
    Account,
}
