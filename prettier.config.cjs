module.exports = {
  // Resolved here, so that the plugin is found wherever the packages were installed.
  plugins: [require.resolve("@prettier/plugin-xml")],
  printWidth: 88,
  xmlWhitespaceSensitivity: "preserve",
};
