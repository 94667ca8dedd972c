//! The enumerations of windows10GeneralConfiguration: `Name: Member Member …;`.
//!
//! Source: as for the properties.

/// Calls the macro `declare` with the enumerations.
macro_rules! with_enums {
    ($declare:ident) => {
        $declare! {
            Enablement: NotConfigured Enabled Disabled;
            StateManagementSetting: NotConfigured Blocked Allowed;
            ConfigurationUsage: Blocked Required Allowed NotConfigured;
            DefenderCloudBlockLevelType: NotConfigured High HighPlus ZeroTolerance;
            DefenderMonitorFileActivity: UserDefined Disable MonitorAllFiles MonitorIncomingFilesOnly MonitorOutgoingFilesOnly;
            DefenderPotentiallyUnwantedAppAction: DeviceDefault Block Audit;
            DefenderProtectionType: UserDefined Enable AuditMode Warn NotConfigured;
            DefenderPromptForSampleSubmission: UserDefined AlwaysPrompt PromptBeforeSendingPersonalData NeverSendData
                SendAllDataWithoutPrompting;
            DefenderScanType: UserDefined Disabled Quick Full;
            DefenderSubmitSamplesConsentType: SendSafeSamplesAutomatically AlwaysPrompt NeverSend SendAllSamplesAutomatically;
            WeeklySchedule: UserDefined Everyday Sunday Monday Tuesday Wednesday Thursday Friday Saturday NoScheduledScan;
            DiagnosticDataSubmissionMode: UserDefined None Basic Enhanced Full;
            EdgeCookiePolicy: UserDefined Allow BlockThirdParty BlockAll;
            VisibilitySetting: NotConfigured Hide Show;
            EdgeKioskModeRestrictionType: NotConfigured DigitalSignage NormalMode PublicBrowsingSingleApp PublicBrowsingMultiApp;
            EdgeOpenOptions: NotConfigured StartPage NewTabPage PreviousPages SpecificPages;
            InternetExplorerMessageSetting: NotConfigured Disabled Enabled KeepGoing;
            EdgeTelemetryMode: NotConfigured Intranet Internet IntranetAndInternet;
            BrowserSyncSetting: NotConfigured BlockedWithUserOverride Blocked;
            InkAccessSetting: NotConfigured Enabled Disabled;
            SignInAssistantOptions: NotConfigured Disabled;
            RequiredPasswordType: DeviceDefault Alphanumeric Numeric;
            PowerActionType: NotConfigured NoAction Sleep Hibernate Shutdown;
            SafeSearchFilterType: UserDefined Strict Moderate;
            AppInstallControlType: NotConfigured Anywhere StoreOnly Recommendations PreferStore;
            [flags] WindowsStartMenuAppListVisibilityType: UserDefined Collapse Remove DisableSettingsApp;
            WindowsStartMenuModeType: UserDefined FullScreen NonFullScreen;
            WindowsSpotlightEnablementSettings: NotConfigured Disabled Enabled;
        }
    };
}

pub(super) use with_enums;
