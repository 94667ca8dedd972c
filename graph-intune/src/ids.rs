//! Id types for the placeholders in the crate's path templates, such as `{deviceConfigurationId}`.

graph_core::graph_ids! {
    /// The key of a device configuration.
    pub DeviceConfigurationId;
    /// The key of a user's status for a device configuration.
    pub DeviceConfigurationUserStatusId;
    /// The key of a trusted root certificate for Windows 8.1.
    pub Windows81TrustedRootCertificateId;
}
