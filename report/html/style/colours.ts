/** Colours by meaning. Text colours reach 4.5 : 1 on page and surface, in both schemes; charts and drawings use them too. */
export const colours = `
:root {
  color-scheme: light dark;
  --page: #faf9f6; --surface: #ffffff; --sunken: #f3f1ec;
  --ink: #1c1e22; --muted: #5a606b; --line: #e2dfd8; --edge: rgb(30 28 20 / 16%); --strong-line: #8b8f98;
  --accent: #1f5fa8;
  --error: #b3261e; --warning: #8a5300; --info: #2a5d9c; --fine: #256b45;
  --error-soft: #fbe9e7; --warning-soft: #fcf1dc; --info-soft: #e8f0fa; --fine-soft: #e6f3eb;
  --tier-fleet: #a03a78; --tier-transport: #b4540a; --tier-core: #4a55b5; --tier-data: #0d7268; --tier-cluster: #667085;
  --shadow: 0 1px 2px rgb(30 28 20 / 6%), 0 4px 16px rgb(30 28 20 / 4%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #131519; --surface: #1a1d22; --sunken: #22262d;
    --ink: #e9e7e2; --muted: #a3a9b4; --line: #2e333b; --edge: rgb(0 0 0 / 65%); --strong-line: #767d89;
    --accent: #8bbcf2;
    --error: #ff8f82; --warning: #efb95a; --info: #8fbcf0; --fine: #79cc9d;
    --error-soft: #3a1f1e; --warning-soft: #352a16; --info-soft: #1d2b3c; --fine-soft: #1b3025;
    --tier-fleet: #df8fc0; --tier-transport: #eba461; --tier-core: #9ea8f5; --tier-data: #55c2b2; --tier-cluster: #99a3b3;
    --shadow: none;
  }
}
@media print {
  :root {
    color-scheme: light;
    --page: #ffffff; --surface: #ffffff; --sunken: #f3f3f3; --ink: #000000; --muted: #444444; --line: #cccccc; --edge: transparent;
    --strong-line: #777777; --accent: #000000;
    --error: #b3261e; --warning: #8a5300; --info: #2a5d9c; --fine: #256b45;
    --error-soft: #fbe9e7; --warning-soft: #fcf1dc; --info-soft: #e8f0fa; --fine-soft: #e6f3eb;
    --tier-fleet: #a03a78; --tier-transport: #b4540a; --tier-core: #4a55b5; --tier-data: #0d7268; --tier-cluster: #667085;
    --shadow: none;
  }
}
.tier-fleet { --tier: var(--tier-fleet); }
.tier-transport { --tier: var(--tier-transport); }
.tier-core { --tier: var(--tier-core); }
.tier-data { --tier: var(--tier-data); }
.tier-cluster { --tier: var(--tier-cluster); }
.error { --state: var(--error); --state-soft: var(--error-soft); }
.warning { --state: var(--warning); --state-soft: var(--warning-soft); }
.info { --state: var(--info); --state-soft: var(--info-soft); }
.fine { --state: var(--fine); --state-soft: var(--fine-soft); }
`;
