///The documented paths of [`DeviceConfigurationUserOverview`] in v1.0.
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
pub struct DeviceConfigurationUserOverviewV1Paths(());
///The documented paths of [`DeviceConfigurationUserOverview`] in beta.
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
pub struct DeviceConfigurationUserOverviewBetaPaths(());
#[allow(dead_code, deprecated, clippy::all, clippy::impl_trait_in_params)]
const _: () = {
    ::graph_core::__hide!(device_configuration_id windows81_trusted_root_certificate_id);
    type DeviceConfigurationId_ = ();
    type Windows81TrustedRootCertificateId_ = ();
    impl ::graph_core::model::GraphPaths for DeviceConfigurationUserOverview {
        const V1_TEMPLATES: &'static [&'static ::core::primitive::str] = &[
            "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/userStatusOverview",
        ];
        const BETA_TEMPLATES: &'static [&'static ::core::primitive::str] = &[
            "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/userStatusOverview",
            "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/microsoft.graph.iosScepCertificateProfile/rootCertificate/userStatusOverview",
            "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/microsoft.graph.windowsPhone81VpnConfiguration/identityCertificate/userStatusOverview",
            "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/microsoft.graph.macOSWiredNetworkConfiguration/rootCertificateForServerValidation/userStatusOverview",
            "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/microsoft.graph.macOSWiredNetworkConfiguration/identityCertificateForClientAuthentication/userStatusOverview",
            "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/microsoft.graph.windowsWifiEnterpriseEAPConfiguration/identityCertificateForClientAuthentication/userStatusOverview",
            "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/microsoft.graph.windowsWifiEnterpriseEAPConfiguration/rootCertificatesForServerValidation/{windows81TrustedRootCertificateId}/userStatusOverview",
            "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/rootCertificate/userStatusOverview",
            "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/identityCertificate/userStatusOverview",
            "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/identityCertificate/rootCertificate/userStatusOverview",
        ];
    }
    impl DeviceConfigurationUserOverview {
        ///The documented paths of [`DeviceConfigurationUserOverview`] in v1.0.
        pub fn v1() -> DeviceConfigurationUserOverviewV1Paths {
            DeviceConfigurationUserOverviewV1Paths(())
        }
        ///The documented paths of [`DeviceConfigurationUserOverview`] in beta.
        pub fn beta() -> DeviceConfigurationUserOverviewBetaPaths {
            DeviceConfigurationUserOverviewBetaPaths(())
        }
    }
    impl DeviceConfigurationUserOverviewV1Paths {
        ///`/deviceManagement/deviceConfigurations/{deviceConfigurationId}/userStatusOverview`
        pub fn user_status_overview(
            self,
            device_configuration_id: &DeviceConfigurationId,
        ) -> ::graph_core::model::Path<DeviceConfigurationUserOverview> {
            ::graph_core::__private::v1(0, &[(39, 62, device_configuration_id)])
        }
    }
    impl DeviceConfigurationUserOverviewBetaPaths {
        ///`/deviceManagement/deviceConfigurations/{deviceConfigurationId}/userStatusOverview`
        pub fn user_status_overview(
            self,
            device_configuration_id: &DeviceConfigurationId,
        ) -> ::graph_core::model::Path<DeviceConfigurationUserOverview> {
            ::graph_core::__private::beta(0, &[(39, 62, device_configuration_id)])
        }
        ///`/deviceManagement/deviceConfigurations/{deviceConfigurationId}/microsoft.graph.iosScepCertificateProfile/rootCertificate/userStatusOverview`
        pub fn ios_scep_root_certificate(
            self,
            device_configuration_id: &DeviceConfigurationId,
        ) -> ::graph_core::model::Path<DeviceConfigurationUserOverview> {
            ::graph_core::__private::beta(1, &[(39, 62, device_configuration_id)])
        }
        ///`/deviceManagement/deviceConfigurations/{deviceConfigurationId}/microsoft.graph.windowsPhone81VpnConfiguration/identityCertificate/userStatusOverview`
        pub fn windows_phone81_vpn_identity_certificate(
            self,
            device_configuration_id: &DeviceConfigurationId,
        ) -> ::graph_core::model::Path<DeviceConfigurationUserOverview> {
            ::graph_core::__private::beta(2, &[(39, 62, device_configuration_id)])
        }
        ///`/deviceManagement/deviceConfigurations/{deviceConfigurationId}/microsoft.graph.macOSWiredNetworkConfiguration/rootCertificateForServerValidation/userStatusOverview`
        pub fn mac_os_wired_root_certificate(
            self,
            device_configuration_id: &DeviceConfigurationId,
        ) -> ::graph_core::model::Path<DeviceConfigurationUserOverview> {
            ::graph_core::__private::beta(3, &[(39, 62, device_configuration_id)])
        }
        ///`/deviceManagement/deviceConfigurations/{deviceConfigurationId}/microsoft.graph.macOSWiredNetworkConfiguration/identityCertificateForClientAuthentication/userStatusOverview`
        pub fn mac_os_wired_identity_certificate(
            self,
            device_configuration_id: &DeviceConfigurationId,
        ) -> ::graph_core::model::Path<DeviceConfigurationUserOverview> {
            ::graph_core::__private::beta(4, &[(39, 62, device_configuration_id)])
        }
        ///`/deviceManagement/deviceConfigurations/{deviceConfigurationId}/microsoft.graph.windowsWifiEnterpriseEAPConfiguration/identityCertificateForClientAuthentication/userStatusOverview`
        pub fn windows_wifi_eap_identity_certificate(
            self,
            device_configuration_id: &DeviceConfigurationId,
        ) -> ::graph_core::model::Path<DeviceConfigurationUserOverview> {
            ::graph_core::__private::beta(5, &[(39, 62, device_configuration_id)])
        }
        ///`/deviceManagement/deviceConfigurations/{deviceConfigurationId}/microsoft.graph.windowsWifiEnterpriseEAPConfiguration/rootCertificatesForServerValidation/{windows81TrustedRootCertificateId}/userStatusOverview`
        pub fn windows_wifi_eap_root_certificate(
            self,
            device_configuration_id: &DeviceConfigurationId,
            windows81_trusted_root_certificate_id: &Windows81TrustedRootCertificateId,
        ) -> ::graph_core::model::Path<DeviceConfigurationUserOverview> {
            ::graph_core::__private::beta(
                6,
                &[
                    (39, 62, device_configuration_id),
                    (153, 188, windows81_trusted_root_certificate_id),
                ],
            )
        }
        ///`/deviceManagement/deviceConfigurations/{deviceConfigurationId}/rootCertificate/userStatusOverview`
        pub fn root_certificate(
            self,
            device_configuration_id: &DeviceConfigurationId,
        ) -> ::graph_core::model::Path<DeviceConfigurationUserOverview> {
            ::graph_core::__private::beta(7, &[(39, 62, device_configuration_id)])
        }
        ///`/deviceManagement/deviceConfigurations/{deviceConfigurationId}/identityCertificate/userStatusOverview`
        pub fn identity_certificate(
            self,
            device_configuration_id: &DeviceConfigurationId,
        ) -> ::graph_core::model::Path<DeviceConfigurationUserOverview> {
            ::graph_core::__private::beta(8, &[(39, 62, device_configuration_id)])
        }
        ///`/deviceManagement/deviceConfigurations/{deviceConfigurationId}/identityCertificate/rootCertificate/userStatusOverview`
        pub fn identity_certificate_root_certificate(
            self,
            device_configuration_id: &DeviceConfigurationId,
        ) -> ::graph_core::model::Path<DeviceConfigurationUserOverview> {
            ::graph_core::__private::beta(9, &[(39, 62, device_configuration_id)])
        }
    }
};
::graph_core::__private::tracks!("schema/v1.0.graph", "schema/beta.graph");
///The properties of a [`DeviceConfigurationUserOverview`] to change.
#[derive(::core::clone::Clone, ::core::fmt::Debug)]
#[derive(::core::cmp::PartialEq, ::core::default::Default)]
#[must_use = "a patch changes nothing until it is sent"]
pub struct DeviceConfigurationUserOverviewPatch(
    ::graph_core::Partial<DeviceConfigurationUserOverview>,
);
#[allow(dead_code, deprecated, clippy::all, clippy::impl_trait_in_params)]
const _: () = {
    impl ::graph_core::PropertyValue for DeviceConfigurationUserOverview {
        type Codec = ::graph_core::__private::Structure;
    }
    impl ::graph_core::model::Structured for DeviceConfigurationUserOverview {
        const DECLARATION: &'static ::graph_core::model::StructuredType = &::graph_core::model::StructuredType::entity(
                "microsoft.graph.deviceConfigurationUserOverview",
                &[
                    ::graph_core::Property::of::<String>("id").key(),
                    ::graph_core::Property::of::<i32>("pendingCount"),
                    ::graph_core::Property::of::<i32>("notApplicableCount"),
                    ::graph_core::Property::of::<i32>("successCount"),
                    ::graph_core::Property::of::<i32>("errorCount"),
                    ::graph_core::Property::of::<i32>("failedCount"),
                    ::graph_core::Property::of::<Option<i32>>("conflictCount")
                        .not_null(),
                    ::graph_core::Property::new(
                        "lastUpdateDateTime",
                        <DateTimeOffset as ::graph_core::PropertyValue>::TYPE,
                    ),
                    ::graph_core::Property::of::<i32>("configurationVersion"),
                ],
            )
            .permissions(
                &["DeviceManagementConfiguration.ReadWrite.All"],
                &["DeviceManagementConfiguration.ReadWrite.All"],
            );
        type Patch = DeviceConfigurationUserOverviewPatch;
        fn read_from(__reader: &mut ::graph_core::model::Reader<'_>) -> Self {
            Self {
                id: __reader.take(0),
                pending_count: __reader.take(1),
                not_applicable_count: __reader.take(2),
                success_count: __reader.take(3),
                error_count: __reader.take(4),
                failed_count: __reader.take(5),
                conflict_count: __reader.take(6),
                last_update_date_time: __reader.take(7),
                configuration_version: __reader.take(8),
            }
        }
        fn see<'__a>(&'__a self, __o: &Self, __v: &mut ::graph_core::Viewer<'__a>) {
            __v.view(&self.id, &__o.id);
            __v.view(&self.pending_count, &__o.pending_count);
            __v.view(&self.not_applicable_count, &__o.not_applicable_count);
            __v.view(&self.success_count, &__o.success_count);
            __v.view(&self.error_count, &__o.error_count);
            __v.view(&self.failed_count, &__o.failed_count);
            __v.view(&self.conflict_count, &__o.conflict_count);
            __v.view(&self.last_update_date_time, &__o.last_update_date_time);
            __v.view(&self.configuration_version, &__o.configuration_version);
        }
    }
    ::graph_core::__keyed!(DeviceConfigurationUserOverview, String);
    impl ::graph_core::__private::Serialize for DeviceConfigurationUserOverview {
        fn serialize<S: ::graph_core::__private::Serializer>(
            &self,
            __serializer: S,
        ) -> ::core::result::Result<S::Ok, S::Error> {
            ::graph_core::__private::serialize_structured(self, __serializer)
        }
    }
    impl<'de> ::graph_core::__private::Deserialize<'de>
    for DeviceConfigurationUserOverview {
        fn deserialize<D: ::graph_core::__private::Deserializer<'de>>(
            __deserializer: D,
        ) -> ::core::result::Result<Self, D::Error> {
            ::graph_core::__private::deserialize(__deserializer)
        }
    }
    ::graph_core::__hide!(to before after);
    impl DeviceConfigurationUserOverview {
        ///Returns an empty patch of a [`DeviceConfigurationUserOverview`].
        pub fn patch() -> DeviceConfigurationUserOverviewPatch {
            ::core::default::Default::default()
        }
    }
    impl DeviceConfigurationUserOverviewPatch {
        /// Returns the patch that changes `before` into `after`; see `graph_core::Partial::diff`.
        pub fn diff(
            before: &DeviceConfigurationUserOverview,
            after: &DeviceConfigurationUserOverview,
        ) -> Self {
            Self(::graph_core::Partial::diff(before, after))
        }
        ///Sets `pendingCount`.
        ///
        /// Number of pending users.
        pub fn pending_count(self, to: i32) -> Self {
            Self(::graph_core::__private::put_value(self.0, 1, to))
        }
        ///Sets `notApplicableCount`.
        ///
        /// Number of users that the configuration does not apply to.
        pub fn not_applicable_count(self, to: i32) -> Self {
            Self(::graph_core::__private::put_value(self.0, 2, to))
        }
        ///Sets `successCount`.
        ///
        /// Number of users that succeeded.
        pub fn success_count(self, to: i32) -> Self {
            Self(::graph_core::__private::put_value(self.0, 3, to))
        }
        ///Sets `errorCount`.
        ///
        /// Number of users in error.
        pub fn error_count(self, to: i32) -> Self {
            Self(::graph_core::__private::put_value(self.0, 4, to))
        }
        ///Sets `failedCount`.
        ///
        /// Number of users that failed.
        pub fn failed_count(self, to: i32) -> Self {
            Self(::graph_core::__private::put_value(self.0, 5, to))
        }
        ///Sets `conflictCount`.
        ///
        /// Number of users in conflict. Beta only: absent from v1.0 responses.
        pub fn conflict_count(self, to: i32) -> Self {
            Self(::graph_core::__private::put_value(self.0, 6, to))
        }
        ///Sets `lastUpdateDateTime`.
        ///
        /// When the overview was last updated.
        pub fn last_update_date_time(self, to: DateTimeOffset) -> Self {
            Self(::graph_core::__private::put_value(self.0, 7, to))
        }
        ///Sets `configurationVersion`.
        ///
        /// Version of the overview's policy.
        pub fn configuration_version(self, to: i32) -> Self {
            Self(::graph_core::__private::put_value(self.0, 8, to))
        }
    }
    ::graph_core::__patch!(
        [] DeviceConfigurationUserOverviewPatch, DeviceConfigurationUserOverview,
    );
};
